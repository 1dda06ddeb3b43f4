import type { ServerWebSocket, WebSocketHandler } from 'bun'
import { LIMITS } from '../../protocol/limits.ts'

/** What Bun buffers at most before it cuts a connection: doors look, and send away, long before. */
const CUT_BYTES = 2 * 1024 * 1024

/** One client's socket, of whichever door. */
export interface Talk {
  opened(socket: Socket): void
  receive(frame: string | Buffer): void
  /** There is room in its buffer again. */
  drain(): void
  gone(): void
}
export type Socket = ServerWebSocket<Talk>

/** Bun has one handler for all sockets of a server: each is given to the door that it belongs to. */
export const socketHandler: WebSocketHandler<Talk> = {
  maxPayloadLength: LIMITS.frameBytes,
  idleTimeout: 60,
  sendPings: true,
  perMessageDeflate: false,
  backpressureLimit: CUT_BYTES,
  closeOnBackpressureLimit: true,
  open: (socket) => socket.data.opened(socket),
  message: (socket, frame) => socket.data.receive(frame),
  drain: (socket) => socket.data.drain(),
  close: (socket) => socket.data.gone(),
}
