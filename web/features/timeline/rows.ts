import type { Message, Sender, User } from '@parlance/sdk'
import type { MessageRow, Outgoing, PendingChange, WindowState } from '@parlance/sdk/window'
import { isSameDay, isWithin } from '../../lib/times.ts'
import type { MembershipChange } from './membership-changes.ts'

/** A message that is not sent yet has no id. */
/** The user without a connection: the role is known when the server has answered. */
export type Me = Pick<User, 'id' | 'name' | 'role'>

export type ShownMessage = Pick<Message, 'sender' | 'text' | 'createdAt'> & Partial<Message>

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'unread'; readonly key: string }
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
      /** The changes of the message that are on their way or refused. */
      readonly changes?: readonly PendingChange[]
      readonly isMine: boolean
      /** The first message of a group by one sender: it shows the name and the time. */
      readonly isFirst: boolean
    }

/** Messages of one sender are in one group if each follows the one before within this time. */
const GROUP_MINUTES = 5

export type ShownWindow = Pick<WindowState, 'rows' | 'hasOlder' | 'hasNewer'>

/**
 * The rows of the page, the oldest first: days, membership changes, and messages in groups. `unreadFrom`: the line of the
 * unread messages stands before the first message of others from this seq on.
 */
export function rowsOf(
  window: ShownWindow,
  changes: readonly MembershipChange[],
  me: Me | undefined,
  unreadFrom?: number,
): readonly Row[] {
  const rows: Row[] = []
  let day: string | undefined
  /** Where the line stands is known if the message before it is here. */
  let lineFrom = window.hasOlder ? undefined : unreadFrom

  function addDay(at: string): void {
    if (day === undefined || !isSameDay(day, at)) rows.push({ kind: 'day', key: `day ${at}`, at })
    day = at
  }
  function addMessage(
    key: string,
    message: ShownMessage,
    more: { readonly outgoing?: Outgoing; readonly changes?: readonly PendingChange[] },
  ): void {
    addDay(message.createdAt)
    const isMine = message.sender.id === me?.id
    if (message.seq !== undefined && unreadFrom !== undefined && message.seq < unreadFrom)
      lineFrom = unreadFrom
    else if (lineFrom !== undefined && !isMine) {
      rows.push({ kind: 'unread', key: 'unread' })
      lineFrom = undefined
    }
    const isFirst = !continues(rows.at(-1), message)
    rows.push({ kind: 'message', key, message, ...more, isMine, isFirst })
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
    if (row.kind === 'message') addMessage(row.key, row.message, { changes: row.changes })
    else if (me !== undefined) {
      const { key, outgoing } = row
      addMessage(key, messageOf(outgoing, window, me), { outgoing })
    }
  }
  addChangesBefore(Number.POSITIVE_INFINITY)
  return rows
}

/** A message as it will be when it is sent. */
function messageOf(
  { input, createdAt }: Outgoing,
  { rows }: ShownWindow,
  me: Sender,
): ShownMessage {
  const quoted = rows.find(
    (row): row is MessageRow => row.kind === 'message' && row.message.id === input.replyTo,
  )?.message
  const quote = quoted && {
    id: quoted.id,
    seq: quoted.seq,
    sender: quoted.sender,
    text: quoted.text,
    deletedAt: quoted.deletedAt,
  }
  return { sender: { id: me.id, name: me.name }, text: input.text, createdAt, quote }
}

/** The changes between the messages of the window; at an end of the room also those beyond them. */
function changesWithin(
  { rows, hasOlder, hasNewer }: ShownWindow,
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
  message.quote === undefined &&
  isWithin(GROUP_MINUTES, before.message.createdAt, message.createdAt)

/** Successive changes of one kind share a row. */
function addMembershipChange(rows: Row[], { seq, user, joined }: MembershipChange): void {
  const before = rows.at(-1)
  if (before?.kind === 'membership' && before.joined === joined)
    rows[rows.length - 1] = { ...before, users: [...before.users, user] }
  else rows.push({ kind: 'membership', key: `membership ${seq}`, users: [user], joined })
}

/** Whether a message names the reader, or everybody in the room. */
export const mentions = ({ mentions }: ShownMessage, me: Me | undefined): boolean =>
  mentions !== undefined &&
  (mentions.room === true || mentions.users?.some((id) => id === me?.id) === true)
