import type { Cursor, Log, MessageId, UserId } from '../../protocol/ids.ts'
import type { Beginning, Recorded } from '../../protocol/memberships.ts'

/** An event as it goes out: encoded once, however many hear it. */
export type Encoded = {
  readonly log: Log
  readonly seq: number
  readonly at: number
  readonly cursor: Cursor
  readonly text: string
  /** Whose membership begins or ends with it. */
  readonly turn: { readonly user: UserId; readonly joins: boolean } | undefined
  /** The membership that begins, where it stands in its user's log of them. */
  readonly begins: Beginning | undefined
  /** Who said something with it, and below which message. */
  readonly said: { readonly user: UserId; readonly thread: MessageId | undefined } | undefined
  /** Who did it, where a person did. */
  readonly actor: UserId | undefined
  /** Whose connections end with it. */
  readonly ends: UserId | undefined
}

export const encode = (event: Recorded): Encoded => told(event, JSON.stringify(event))

/** As another node encoded it. */
export const decode = (text: string): Encoded => told(JSON.parse(text) as Recorded, text)

const told = (event: Recorded, text: string): Encoded => ({
  log: event.log,
  seq: event.seq,
  at: Date.parse(event.at),
  cursor: event.cursor,
  text,
  turn: turnOf(event),
  begins: event.type === 'membership.began' ? event : undefined,
  said: saidBy(event),
  actor: actorOf(event),
  ends: endOf(event),
})

const endOf = (event: Recorded): UserId | undefined =>
  event.type === 'user.deleted' ? event.user.id : undefined

function actorOf(event: Recorded): UserId | undefined {
  if ('by' in event) return event.by.id
  if ('message' in event && 'sender' in event.message) return event.message.sender.id
  if (!('user' in event)) return undefined
  return typeof event.user === 'string' ? event.user : event.user.id
}

function turnOf(event: Recorded): Encoded['turn'] {
  if (event.type === 'member.joined') return { user: event.member.user.id, joins: true }
  if (event.type === 'member.left') return { user: event.user.id, joins: false }
  return undefined
}

function saidBy(event: Recorded): Encoded['said'] {
  if (event.type !== 'message.created') return undefined
  return { user: event.message.sender.id, thread: event.message.thread }
}

/** Of a log's events in order, those that this user may hear, and whether they go on hearing. */
export function audible(
  events: readonly Encoded[],
  user: UserId,
  hearing: boolean,
): { readonly heard: readonly Encoded[]; readonly hearing: boolean } {
  const heard: Encoded[] = []
  for (const event of events) {
    const turn = event.turn?.user === user ? event.turn : undefined
    if (turn?.joins) hearing = true
    if (hearing) heard.push(event)
    if (turn?.joins === false) hearing = false
  }
  return { heard, hearing }
}
