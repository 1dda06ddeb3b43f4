import type { Message, Sender, User } from '@parlance/sdk'
import type { Outgoing, WindowState } from '@parlance/sdk/window'
import { isSameDay, isWithin } from '../../lib/times.ts'
import type { MembershipChange } from './membership-changes.ts'

export type ShownMessage = Pick<Message, 'sender' | 'text' | 'createdAt' | 'editedAt' | 'deletedAt'>

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
  window: WindowState,
  changes: readonly MembershipChange[],
  me: User | undefined,
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
    const isMine = message.sender.id === me?.id
    const isFirst = !continues(rows.at(-1), message)
    rows.push({ kind: 'message', key, message, ...sending, isMine, isFirst })
  }
  const waiting = [...changesWithin(window, changes)]
  function addChangesBefore(seq: number): void {
    for (let next = waiting[0]; next && next.seq < seq; next = waiting[0]) {
      waiting.shift()
      addDay(next.at)
      addMembershipChange(rows, next)
    }
  }

  for (const row of window.rows) {
    addChangesBefore(row.kind === 'message' ? row.message.seq : Number.POSITIVE_INFINITY)
    if (row.kind === 'message') addMessage(row.key, row.message)
    else if (me !== undefined) {
      const { input, createdAt } = row.outgoing
      const sender = { id: me.id, name: me.name }
      const message = { sender, text: input.text, createdAt }
      addMessage(row.key, message, { outgoing: row.outgoing })
    }
  }
  addChangesBefore(Number.POSITIVE_INFINITY)
  return rows
}

/** The changes between the messages of the window; at an end of the room also those beyond them. */
function changesWithin(
  { rows, hasOlder, hasNewer }: WindowState,
  changes: readonly MembershipChange[],
): readonly MembershipChange[] {
  const seqs = rows.flatMap((row) => (row.kind === 'message' ? [row.message.seq] : []))
  const from = hasOlder ? (seqs[0] ?? 0) : 0
  const to = hasNewer ? (seqs.at(-1) ?? 0) : Number.POSITIVE_INFINITY
  return changes.filter(({ seq }) => seq > from && seq < to)
}

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
