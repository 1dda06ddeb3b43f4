import type { Message } from '../../protocol/entities.ts'
import type { Event } from '../../protocol/events.ts'
import type {
  Answer,
  Ask,
  Call,
  Connection,
  Door,
  Entry,
  Final,
  Heard,
  History,
  List,
  Listener,
  Meeting,
  Presences,
  Quick,
  Said,
  Signalled,
} from './history.ts'

/** A node, as its clients see it. */
export type Place = { readonly node: number; readonly url: string }
export type Person = {
  readonly id: string
  readonly token: string
  /** The session that the token is of; undefined for a token of the app. */
  readonly session?: string | undefined
  /** A connection was told that this session is over. */
  readonly refused?: (session: string) => void
}

/** Where everybody writes down what they did and received, at the time of one clock. */
export class Recorder {
  /** How long the answer of a call is waited for, in ms; what happened to the call is not known after that. */
  patienceMs = 4000
  readonly calls: Call[] = []
  readonly received: Heard[] = []
  readonly listeners: Listener[] = []
  readonly connections: Connection[] = []
  readonly finals: Final[] = []
  readonly lists: List[] = []
  readonly signals: Signalled[] = []
  readonly quicks: Quick[] = []
  readonly presences: Presences[] = []
  readonly meetings: Meeting[] = []

  /** To be called before the first byte leaves. */
  begin(user: string, node: number, door: Door, ask: Ask, session?: string): Call {
    const call: Call = {
      user,
      node,
      door,
      ask,
      session,
      begun: performance.now(),
      ended: Number.POSITIVE_INFINITY,
      outcome: 'info',
    }
    this.calls.push(call)
    return call
  }

  /** The calls of a type that succeeded. */
  succeeded(type: Ask['type']): readonly Call[] {
    return this.calls.filter(({ ask, outcome }) => ask.type === type && outcome === 'ok')
  }

  /** A refusal of our own making (4xx) is definite; whatever is 5xx may have happened. */
  end(call: Call, status: number, body: unknown): Call {
    call.ended = performance.now()
    if (status < 300) {
      call.answer = answerOf(call.ask, body)
      call.outcome = 'ok'
    } else if (status < 500) {
      call.outcome = 'fail'
      if (call.ask.type === 'refresh' && isReuse(body)) call.answer = { type: 'reuse' }
    }
    return call
  }

  /** To be called before it is opened. */
  connect(one: Pick<Connection, 'listener' | 'connection' | 'session'>): Connection {
    const connection = { ...one, begun: performance.now(), isRefused: false }
    this.connections.push(connection)
    return connection
  }

  hear(
    from: Omit<Heard, 'at' | 'log' | 'entry'>,
    said: { readonly log: string; readonly entry: Heard['entry'] },
  ): void {
    this.received.push({ ...from, at: performance.now(), ...said })
  }

  pass(
    from: Omit<Heard, 'at' | 'log' | 'entry'>,
    said: Pick<Signalled, 'log' | 'type' | 'user' | 'thread'>,
  ): void {
    this.signals.push({ ...from, at: performance.now(), ...said })
  }

  /** How much was received: it grows with each event, ephemeral event and line of a quick room. */
  get size(): number {
    const lines = this.quicks.reduce((sum, quick) => sum + quick.lines.length, 0)
    return this.received.length + this.signals.length + lines
  }

  history(rooms: History['rooms']): History {
    return { ...this, rooms }
  }
}

export function entryOf(event: Event): Entry {
  const { seq, type } = event
  switch (event.type) {
    case 'message.created':
    case 'message.updated':
    case 'message.deleted':
      return { seq, type, message: saidOf(event.message) }
    case 'message.pinned':
    case 'message.unpinned':
      return { seq, type, subject: event.by.id, about: event.message.seq }
    case 'reaction.added':
    case 'reaction.removed': {
      const { emoji, message, user } = event
      return { seq, type, subject: user.id, about: message.seq, emoji }
    }
    case 'member.joined':
    case 'member.updated':
      return { seq, type, subject: event.member.user.id, detail: event.member.user.name }
    case 'member.left':
      return { seq, type, subject: event.user.id, detail: `${event.memberCount} are left` }
    case 'receipt.read':
      return { seq, type, subject: event.user.id, detail: `up to ${event.readSeq}` }
    case 'receipt.delivered':
      return { seq, type, subject: event.user.id, detail: `up to ${event.deliveredSeq}` }
    case 'mention.created': {
      const { room, message, by } = event
      return { seq, type, subject: by.id, about: message.seq, detail: `${room} ${message.id}` }
    }
    case 'thread.updated': {
      const { room, thread: id, following, readSeq } = event
      return { seq, type, detail: `${room} ${id}`, thread: { id, following, readSeq } }
    }
    case 'sanction.created': {
      const { user, kind, room } = event.sanction
      return { seq, type, subject: user?.id, detail: `${kind} in ${room ?? 'the server'}` }
    }
    case 'session.ended':
      return { seq, type, subject: event.session, detail: event.reason }
    default:
      return { seq, type }
  }
}

export const saidOf = (message: Message): Said => ({
  id: message.id,
  room: message.room,
  seq: message.seq,
  sender: message.sender.id,
  clientId: message.clientId ?? '',
  version: message.version,
  text: message.text,
  isDeleted: message.deletedAt !== undefined,
  thread: message.thread ?? '',
  inRoom: message.inRoom === true,
  silent: message.silent === true,
  ...(message.hidden && { isHidden: true }),
  isPinned: message.pinnedAt !== undefined,
  replies: message.replies?.count ?? 0,
  reactions: (message.reactions ?? []).map(({ emoji, count }) => [emoji, count] as const),
})

type Pair = {
  readonly session: string
  readonly accessToken: string
  readonly refreshToken: string
}

const isReuse = (body: unknown): boolean =>
  (body as { readonly code?: string } | undefined)?.code === 'session_ended'

function answerOf({ type }: Ask, body: unknown): Answer {
  switch (type) {
    case 'send':
    case 'edit':
    case 'restore':
      return { type, message: saidOf(body as Message) }
    case 'history': {
      const { seq, messages } = body as { seq: number; messages: Message[] }
      return { type, seq, messages: messages.map(saidOf) }
    }
    case 'rooms': {
      const { rooms } = body as { rooms: Extract<Answer, { type: 'rooms' }>['rooms'] }
      const seen = rooms.map(({ id, name, seq, readSeq, unread, mentions }) => ({
        id,
        name,
        seq,
        readSeq,
        unread,
        mentions,
      }))
      return { type, rooms: seen }
    }
    case 'signIn':
    case 'refresh': {
      const { session, accessToken, refreshToken } = body as Pair
      return { type, session, accessToken, refreshToken }
    }
    case 'request':
    case 'sanction':
    case 'accept':
    case 'dm':
      return { type, id: (body as { readonly id: string }).id }
    case 'read':
      return { type, ...(body as { readSeq: number; unread: number }) }
    default:
      return { type }
  }
}
