import type { ServerWebSocket, WebSocketHandler } from 'bun'
import { LIMITS } from '../../protocol/limits.ts'

/** A socket with more than this waiting is given no more of what can wait, until it has less. */
export const FULL_BYTES = 256 * 1024
/** A live socket with more than this hears from the log, until it has caught up. */
export const BEHIND_BYTES = 512 * 1024
/** How long a socket may take to read what was sent before its close. Bun itself would wait for ever. */
const CLOSE_MS = 60_000

/** One client's socket, of whichever door. */
export interface Talk {
  opened(socket: Socket): void
  receive(frame: string | Buffer): void
  /** There is room in its buffer again. */
  drain(): void
  /** It has closed, or is only being closed any more. May come twice. */
  gone(): void
}
export type Socket = ServerWebSocket<Talk>

/** Those that are closed as soon as what was sent before is read: only until then can they be cut off. */
const closing = new WeakMap<Socket, { code: number; reason: string; cut: Timer }>()

/** Closes behind what was sent before. */
export function close(socket: Socket, code: number, reason: string): void {
  if (closing.has(socket)) return
  if (socket.getBufferedAmount() === 0) {
    socket.close(code, reason)
    return
  }
  const cut = setTimeout(() => socket.terminate(), CLOSE_MS)
  closing.set(socket, { code, reason, cut })
  for (const topic of socket.subscriptions) socket.unsubscribe(topic)
  socket.data.gone()
}

function drain(socket: Socket): void {
  const end = closing.get(socket)
  if (end === undefined) return socket.data.drain()
  if (socket.getBufferedAmount() === 0) socket.close(end.code, end.reason)
}

/** Bun has one handler for all sockets of a server: each is given to the door that it belongs to. */
export const socketHandler: WebSocketHandler<Talk> = {
  maxPayloadLength: LIMITS.frameBytes,
  idleTimeout: 60,
  sendPings: true,
  perMessageDeflate: false,
  // Bun would cut a connection without a word, and a healthy one after one large commit. What waits is
  // bounded by the doors, which give no more to a socket that is full.
  backpressureLimit: 0,
  closeOnBackpressureLimit: false,
  open: (socket) => socket.data.opened(socket),
  message: (socket, frame) => {
    if (!closing.has(socket)) socket.data.receive(frame)
  },
  drain,
  close: (socket) => {
    clearTimeout(closing.get(socket)?.cut)
    closing.delete(socket)
    socket.data.gone()
  },
}
