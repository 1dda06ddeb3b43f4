import {
  type Cursor,
  type Log,
  type MessageId,
  ownerOf,
  type SessionId,
  type UserId,
} from '../../protocol/ids.ts'
import type { CommittedEvent, MembershipBegan } from '../../protocol/memberships.ts'

/** See `Versions`. Each version is JSON. */
type EncodedVersions = {
  readonly staff: readonly UserId[]
  readonly own: readonly { readonly user: UserId; readonly text: string }[]
  readonly others?: string | undefined
}

/** An event with its JSON: it is encoded once for all subscribers. */
export type EncodedEvent = {
  readonly log: Log
  readonly seq: number
  readonly at: number
  readonly cursor: Cursor
  /** The event as JSON. */
  readonly text: string
  /** Undefined for an event that all of its readers receive alike. */
  readonly versions: EncodedVersions | undefined
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
  /** The user who was banned from the server: the event ends this user's connections. */
  readonly bannedUser: UserId | undefined
}

export function encode(event: CommittedEvent): EncodedEvent {
  const { versions } = event
  if (versions === undefined) return encodedEvent(event, JSON.stringify(event), undefined)
  const { staff, own, others } = versions
  // No client may receive `versions`.
  return encodedEvent(event, JSON.stringify({ ...event, versions: undefined }), {
    staff,
    own: own.map(({ user, event }) => ({ user, text: JSON.stringify(event) })),
    ...(others && { others: JSON.stringify(others) }),
  })
}

/** What another node must know of an event without parsing it. */
type BusHeader = Omit<EncodedEvent, 'log' | 'text'>

/** Events of one log for other nodes: a line with their headers, then a line of JSON for each. */
export const toBus = (events: readonly EncodedEvent[]): string =>
  [JSON.stringify(events.map(headerOf)), ...events.map(({ text }) => text)].join('\n')

/** Decodes events that another node encoded. */
export function fromBus(log: Log, message: string): readonly EncodedEvent[] {
  // JSON has no line breaks of its own.
  const [headers = '', ...texts] = message.split('\n')
  const parsed: readonly BusHeader[] = JSON.parse(headers)
  return parsed.map((header, i) => eventOf(log, texts[i] ?? '', header))
}

const headerOf = ({ log: _, text: __, ...header }: EncodedEvent): BusHeader => header

/** With all of its properties, in one order: JSON contains no undefined ones. */
const eventOf = (log: Log, text: string, header: BusHeader): EncodedEvent => ({
  log,
  seq: header.seq,
  at: header.at,
  cursor: header.cursor,
  text,
  versions: header.versions,
  membershipChange: header.membershipChange,
  membershipBegan: header.membershipBegan,
  sent: header.sent,
  actor: header.actor,
  deletedUser: header.deletedUser,
  ended: header.ended,
  bannedUser: header.bannedUser,
})

const encodedEvent = (
  event: CommittedEvent,
  text: string,
  versions: EncodedEvent['versions'],
): EncodedEvent => ({
  log: event.log,
  seq: event.seq,
  at: Date.parse(event.at),
  cursor: event.cursor,
  text,
  versions,
  membershipChange: membershipChangeOf(event),
  membershipBegan: event.type === 'membership.began' ? event : undefined,
  sent: sentBy(event),
  actor: actorOf(event),
  deletedUser: deletedUserOf(event),
  ended: endedBy(event),
  bannedUser: bannedUserOf(event),
})

/** Events in parts of at least so many characters, but for the last one: a part exceeds them by one event at most. */
export function* partsOf(
  events: Iterable<EncodedEvent>,
  chars: number,
): Generator<readonly EncodedEvent[]> {
  let part: EncodedEvent[] = []
  let length = 0
  for (const event of events) {
    part.push(event)
    length += event.text.length
    if (length < chars) continue
    yield part
    part = []
    length = 0
  }
  if (part.length > 0) yield part
}

/** The version of an event that a user receives. */
export function versionFor(event: EncodedEvent, user: UserId): EncodedEvent {
  const { versions } = event
  if (versions === undefined) return event
  const own = versions.own.find((each) => each.user === user)
  if (own !== undefined) return { ...event, text: own.text, versions: undefined }
  return versions.staff.includes(user) ? event : versionForOthers(event, versions)
}

/** The version of everybody who has no version of their own, and is not in the staff. */
export const versionForOthers = (event: EncodedEvent, { others }: EncodedVersions): EncodedEvent =>
  others === undefined ? skipped(event) : { ...event, text: others, versions: undefined }

/** What a user receives instead of an event: its seq, so that the log has no gap. */
export function skipped({ log, seq, cursor, at }: EncodedEvent): EncodedEvent {
  const event = { type: 'event.skipped', log, seq, cursor, at: new Date(at).toISOString() }
  return {
    log,
    seq,
    cursor,
    at,
    text: JSON.stringify(event),
    versions: undefined,
    membershipChange: undefined,
    membershipBegan: undefined,
    sent: undefined,
    actor: undefined,
    deletedUser: undefined,
    ended: undefined,
    bannedUser: undefined,
  }
}

const deletedUserOf = (event: CommittedEvent): UserId | undefined =>
  event.type === 'user.deleted' ? event.user.id : undefined

/** The event is in the log of the user, and in those of the staff, who go on. */
const bannedUserOf = (event: CommittedEvent): UserId | undefined =>
  event.type === 'sanction.created' &&
  event.sanction.kind === 'ban' &&
  event.sanction.room === undefined &&
  event.sanction.user?.id === ownerOf(event.log)
    ? ownerOf(event.log)
    : undefined

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
