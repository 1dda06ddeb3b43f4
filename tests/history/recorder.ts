import type { Message } from '../../protocol/entities.ts'
import type { Event } from '../../protocol/events.ts'
import type {
  Answer,
  Ask,
  Call,
  Door,
  Entry,
  Final,
  Heard,
  History,
  Listener,
  Said,
} from './history.ts'

/** A node, as its clients see it. */
export type Place = { readonly node: number; readonly url: string }
export type Person = { readonly id: string; readonly token: string }

/** Where everybody writes down what they did and heard, at the time of one clock. */
export class Recorder {
  readonly calls: Call[] = []
  readonly heard: Heard[] = []
  readonly listeners: Listener[] = []
  readonly finals: Final[] = []

  /** To be called before the first byte leaves. */
  begin(user: string, node: number, door: Door, ask: Ask): Call {
    const call: Call = {
      user,
      node,
      door,
      ask,
      begun: performance.now(),
      ended: Number.POSITIVE_INFINITY,
      outcome: 'info',
    }
    this.calls.push(call)
    return call
  }

  /** A refusal of our own making (4xx) is definite; whatever is 5xx may have happened. */
  end(call: Call, status: number, body: unknown): Call {
    call.ended = performance.now()
    if (status < 300) {
      call.answer = answerOf(call.ask, body)
      call.outcome = 'ok'
    } else if (status < 500) call.outcome = 'fail'
    return call
  }

  hear(
    from: Omit<Heard, 'at' | 'log' | 'entry'>,
    said: { readonly log: string; readonly entry: Heard['entry'] },
  ): void {
    this.heard.push({ ...from, at: performance.now(), ...said })
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
    case 'reaction.added':
    case 'reaction.removed': {
      const { emoji, message, user } = event
      return { seq, type, subject: user.id, about: message.seq, emoji }
    }
    case 'member.joined':
    case 'member.updated':
      return { seq, type, subject: event.member.user.id }
    case 'member.left':
    case 'receipt.read':
    case 'receipt.delivered':
      return { seq, type, subject: event.user.id }
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
  reactions: (message.reactions ?? []).map(({ emoji, count }) => [emoji, count] as const),
})

function answerOf({ type }: Ask, body: unknown): Answer {
  switch (type) {
    case 'send':
    case 'edit':
      return { type, message: saidOf(body as Message) }
    case 'delete':
    case 'react':
      return { type }
    case 'history': {
      const { seq, messages } = body as { seq: number; messages: Message[] }
      return { type, seq, messages: messages.map(saidOf) }
    }
    case 'rooms': {
      const { rooms } = body as { rooms: Extract<Answer, { type: 'rooms' }>['rooms'] }
      const seen = rooms.map(({ id, name, seq, readSeq, unread }) => ({
        id,
        name,
        seq,
        readSeq,
        unread,
      }))
      return { type, rooms: seen }
    }
    case 'read':
      return { type, ...(body as { readSeq: number; unread: number }) }
    case 'member':
      return { type }
  }
}
