import type { Cursor, Log, MessageId, UserId } from '../../protocol/ids.ts'
import type { CommittedEvent, MembershipBegan } from '../../protocol/memberships.ts'

/** An event as it goes out: encoded once, however many hear it. */
export type EncodedEvent = {
  readonly log: Log
  readonly seq: number
  readonly at: number
  readonly cursor: Cursor
  readonly text: string
  /** Whose membership begins or ends with it. */
  readonly membershipChange: { readonly user: UserId; readonly joins: boolean } | undefined
  /** The membership that begins, where it stands in its user's log of them. */
  readonly membershipBegan: MembershipBegan | undefined
  /** Who said something with it, and below which message. */
  readonly sent: { readonly user: UserId; readonly thread: MessageId | undefined } | undefined
  /** Who did it, where a person did. */
  readonly actor: UserId | undefined
  /** Whose connections end with it. */
  readonly deletedUser: UserId | undefined
}

export const encode = (event: CommittedEvent): EncodedEvent =>
  encodedEvent(event, JSON.stringify(event))

/** As another node encoded it. */
export const decode = (text: string): EncodedEvent =>
  encodedEvent(JSON.parse(text) as CommittedEvent, text)

const encodedEvent = (event: CommittedEvent, text: string): EncodedEvent => ({
  log: event.log,
  seq: event.seq,
  at: Date.parse(event.at),
  cursor: event.cursor,
  text,
  membershipChange: membershipChangeOf(event),
  membershipBegan: event.type === 'membership.began' ? event : undefined,
  sent: sentBy(event),
  actor: actorOf(event),
  deletedUser: deletedUserOf(event),
})

const deletedUserOf = (event: CommittedEvent): UserId | undefined =>
  event.type === 'user.deleted' ? event.user.id : undefined

function actorOf(event: CommittedEvent): UserId | undefined {
  if ('by' in event) return event.by.id
  if ('message' in event && 'sender' in event.message) return event.message.sender.id
  if (!('user' in event)) return undefined
  return typeof event.user === 'string' ? event.user : event.user.id
}

function membershipChangeOf(event: CommittedEvent): EncodedEvent['membershipChange'] {
  if (event.type === 'member.joined') return { user: event.member.user.id, joins: true }
  if (event.type === 'member.left') return { user: event.user.id, joins: false }
  return undefined
}

function sentBy(event: CommittedEvent): EncodedEvent['sent'] {
  if (event.type !== 'message.created') return undefined
  return { user: event.message.sender.id, thread: event.message.thread }
}

/** Of a log's events in order, those that this user may hear, and whether they go on hearing. */
export function receivable(
  events: readonly EncodedEvent[],
  user: UserId,
  hearing: boolean,
): { readonly received: readonly EncodedEvent[]; readonly hearing: boolean } {
  const received: EncodedEvent[] = []
  for (const event of events) {
    const turn = event.membershipChange?.user === user ? event.membershipChange : undefined
    if (turn?.joins) hearing = true
    if (hearing) received.push(event)
    if (turn?.joins === false) hearing = false
  }
  return { received, hearing }
}
