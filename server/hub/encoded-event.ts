import {
  type Cursor,
  type Log,
  type MessageId,
  ownerOf,
  type SessionId,
  type UserId,
} from '../../protocol/ids.ts'
import type { CommittedEvent, MembershipBegan } from '../../protocol/memberships.ts'

/** An event with its JSON: it is encoded once for all subscribers. */
export type EncodedEvent = {
  readonly log: Log
  readonly seq: number
  readonly at: number
  readonly cursor: Cursor
  /** The event as JSON. */
  readonly text: string
  /** The users who receive a hidden event; undefined for an event that every member receives. */
  readonly only: readonly UserId[] | undefined
  /** The user whose membership begins or ends with this event. */
  readonly membershipChange: { readonly user: UserId; readonly joins: boolean } | undefined
  /** The membership that begins, if this is an entry of a user's membership log. */
  readonly membershipBegan: MembershipBegan | undefined
  /** The sender of a new message, and the thread that it was sent to. */
  readonly sent: { readonly user: UserId; readonly thread: MessageId | undefined } | undefined
  /** The user who caused the event, if a user did. */
  readonly actor: UserId | undefined
  /** The user who was deleted: the event ends this user's connections. */
  readonly deletedUser: UserId | undefined
  /** The session that has ended: the event ends its connections. Without `session`, those of a former guest. */
  readonly ended: { readonly user: UserId; readonly session: SessionId | undefined } | undefined
}

export function encode(event: CommittedEvent): EncodedEvent {
  const { only } = event
  // No client may receive `only`.
  return encodedEvent(event, JSON.stringify(only ? { ...event, only: undefined } : event), only)
}

/** The first character of a hidden event on the bus: any other event begins with a brace. */
const HIDDEN = '@'

/** An event for other nodes: the JSON and, before that of a hidden event, a line with the users who receive it. */
export const toBus = ({ text, only }: EncodedEvent): string =>
  only === undefined ? text : `${HIDDEN}${JSON.stringify(only)}\n${text}`

/** Decodes an event that another node encoded. */
export function decode(message: string): EncodedEvent {
  const isHidden = message.startsWith(HIDDEN)
  const end = isHidden ? message.indexOf('\n') : -1
  const text = message.slice(end + 1)
  const only: readonly UserId[] | undefined = isHidden
    ? JSON.parse(message.slice(HIDDEN.length, end))
    : undefined
  return encodedEvent(JSON.parse(text) as CommittedEvent, text, only)
}

const encodedEvent = (
  event: CommittedEvent,
  text: string,
  only: EncodedEvent['only'],
): EncodedEvent => ({
  log: event.log,
  seq: event.seq,
  at: Date.parse(event.at),
  cursor: event.cursor,
  text,
  only,
  membershipChange: membershipChangeOf(event),
  membershipBegan: event.type === 'membership.began' ? event : undefined,
  sent: sentBy(event),
  actor: actorOf(event),
  deletedUser: deletedUserOf(event),
  ended: endedBy(event),
})

/** The version of an event that a user receives. */
export const versionFor = (event: EncodedEvent, user: UserId): EncodedEvent =>
  event.only === undefined || event.only.includes(user) ? event : skipped(event)

/** What a user receives instead of an event: its seq, so that the log has no gap. */
export function skipped({ log, seq, cursor, at }: EncodedEvent): EncodedEvent {
  const event = { type: 'event.skipped', log, seq, cursor, at: new Date(at).toISOString() }
  return {
    log,
    seq,
    cursor,
    at,
    text: JSON.stringify(event),
    only: undefined,
    membershipChange: undefined,
    membershipBegan: undefined,
    sent: undefined,
    actor: undefined,
    deletedUser: undefined,
    ended: undefined,
  }
}

const deletedUserOf = (event: CommittedEvent): UserId | undefined =>
  event.type === 'user.deleted' ? event.user.id : undefined

const endedBy = (event: CommittedEvent): EncodedEvent['ended'] =>
  event.type === 'session.ended' ? { user: ownerOf(event.log), session: event.session } : undefined

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

/**
 * Filters the events of one log, in order, for a user: a user receives a room's events from `member.joined`
 * to `member.left`. `isMember`: whether the user is a member before the first event, and after the last.
 */
export function receivable(
  events: readonly EncodedEvent[],
  user: UserId,
  isMember: boolean,
): { readonly received: readonly EncodedEvent[]; readonly isMember: boolean } {
  const received: EncodedEvent[] = []
  for (const event of events) {
    const change = event.membershipChange?.user === user ? event.membershipChange : undefined
    if (change?.joins) isMember = true
    if (isMember) received.push(event)
    if (change?.joins === false) isMember = false
  }
  return { received, isMember }
}
