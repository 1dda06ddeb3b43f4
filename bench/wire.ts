import { centrifugo } from './centrifugo.ts'
import type { Variant } from './variants.ts'

/** What a frame is, as far as a load generator cares. */
export type Heard = 'delivery' | 'result' | 'ready' | 'ping' | 'error' | 'other'

/** How a server is spoken to. */
export type Wire = {
  readonly path: string
  hello(token: string, rooms: readonly string[]): string
  send(id: number, input: { room: string; text: string; clientId: string }): string
  received(frame: string): Heard
  /** The answer to a ping. */
  readonly pong?: string
  /** A frame has several messages, one in each line. */
  readonly hasLines?: true
}

export function wireOf(variant: Variant): Wire {
  if (variant === 'socket.io') return socketIo
  if (variant === 'centrifugo') return centrifugo
  return variant === 'product' ? product : frames
}

/** Parlance's frames; who has no store is also told the rooms. */
const frames: Wire = {
  path: '/api/v1/socket',
  hello: (token, rooms) => JSON.stringify({ type: 'hello', token, rooms }),
  send: (id, input) => JSON.stringify({ type: 'command', id, name: 'messages.send', input }),
  received(frame) {
    if (frame.startsWith('{"type":"message.created"')) return 'delivery'
    if (frame.startsWith('{"type":"result"')) return 'result'
    if (frame.startsWith('{"type":"ready"')) return 'ready'
    return frame.startsWith('{"type":"error"') ? 'error' : 'other'
  },
}

const product: Wire = { ...frames, hello: (token) => JSON.stringify({ type: 'hello', token }) }

/**
 * Engine.IO 4 and Socket.IO 5 by hand (https://socket.io/docs/v4/socket-io-protocol/): their own
 * client would cost more than the server that it is to load.
 */
const socketIo: Wire = {
  path: '/socket.io/?EIO=4&transport=websocket',
  pong: '3',
  hello: (token, rooms) => `40${JSON.stringify({ token, rooms })}`,
  send: (id, input) => `42${id}${JSON.stringify(['messages.send', input])}`,
  received(frame) {
    if (frame.startsWith('42["message.created"')) return 'delivery'
    if (frame.startsWith('43')) return 'result'
    if (frame.startsWith('42["ready"')) return 'ready'
    if (frame === '2') return 'ping'
    return frame.startsWith('44') ? 'error' : 'other'
  },
}
