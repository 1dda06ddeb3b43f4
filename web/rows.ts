import type { Message, Sender, UserId } from '../sdk/typescript/src/index.ts'
import type { Entry, MembershipChange } from './timeline.ts'
import { isSameDay, isWithin } from './times.ts'

export type ShownMessage = Pick<Message, 'sender' | 'text' | 'createdAt' | 'editedAt' | 'deletedAt'>
/** A message that is being sent, or that was refused. */
export type Outgoing = ShownMessage & { readonly clientId: string; readonly refusal?: string }

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | {
      readonly kind: 'membership'
      readonly key: string
      readonly users: readonly Sender[]
      readonly joined: boolean
    }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: ShownMessage
      readonly outgoing?: Outgoing
      readonly isMine: boolean
      /** The first message of a group by one sender: it shows the name and the time. */
      readonly isFirst: boolean
    }

/** Messages of one sender are in one group if each follows the one before within this time. */
const GROUP_MINUTES = 5

/** The rows of the page, the oldest first: days, membership changes, and messages in groups. */
export function rowsOf(
  entries: readonly Entry[],
  outbox: readonly Outgoing[],
  me: UserId | undefined,
): readonly Row[] {
  const rows: Row[] = []
  let day: string | undefined

  function addDay(at: string): void {
    if (day === undefined || !isSameDay(day, at)) rows.push({ kind: 'day', key: `day ${at}`, at })
    day = at
  }
  function addMessage(
    key: string,
    message: ShownMessage,
    sending: { outgoing?: Outgoing } = {},
  ): void {
    addDay(message.createdAt)
    const isMine = message.sender.id === me
    const isFirst = !continues(rows.at(-1), message)
    rows.push({ kind: 'message', key, message, ...sending, isMine, isFirst })
  }

  for (const entry of entries) {
    if (entry.kind === 'membership') {
      addDay(entry.at)
      addMembershipChange(rows, entry)
    } else addMessage(keyOf(entry.message, me), entry.message)
  }
  for (const outgoing of outbox) addMessage(outgoing.clientId, outgoing, { outgoing })
  return rows
}

/** Equal before and after sending, so that React keeps the row. */
const keyOf = ({ id, clientId, sender }: Message, me: UserId | undefined): string =>
  sender.id === me && clientId !== undefined ? clientId : id

const continues = (before: Row | undefined, message: ShownMessage): boolean =>
  before?.kind === 'message' &&
  before.message.sender.id === message.sender.id &&
  isWithin(GROUP_MINUTES, before.message.createdAt, message.createdAt)

/** Successive changes of one kind share a row. */
function addMembershipChange(rows: Row[], { seq, user, joined }: MembershipChange): void {
  const before = rows.at(-1)
  if (before?.kind === 'membership' && before.joined === joined)
    rows[rows.length - 1] = { ...before, users: [...before.users, user] }
  else rows.push({ kind: 'membership', key: `membership ${seq}`, users: [user], joined })
}
