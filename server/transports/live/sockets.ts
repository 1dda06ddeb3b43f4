import type { ServerWebSocket, WebSocketHandler } from 'bun'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Slot } from '../limits/connections.ts'

/** A socket with more bytes than this in its buffer is full: replays and answers wait until it has read some. */
export const FULL_BYTES = 256 * 1024
/** A live socket with more bytes than this falls behind: it receives the rest from the log. */
export const BEHIND_BYTES = 512 * 1024
/** The time that a client has to read the data before the close frame, in ms. Bun itself would wait for ever. */
const CLOSE_MS = 60_000

/** After this time without a sign of life, in ms, the server pings a client. */
const PING_MS = 25_000
/** After this time, in ms, the connection is cut: its slot becomes free, and its user goes offline. */
const SILENT_MS = 55_000
/** If a check is later than this, in ms, it is skipped: frames that arrived meanwhile are not yet read. */
const LATE_MS = 5000

/** The server's side of one client's socket, of whichever transport. */
export interface ClientConnection {
  readonly slot: Slot
  opened(socket: Socket): void
  receive(frame: string | Buffer): void
  /** The client has read some of the buffer. */
  drain(): void
  /** The socket has closed, or only its close frame is still to be sent. May be called twice. */
  disconnected(): void
}
export type Socket = ServerWebSocket<ClientConnection>

/** Sockets whose close frame waits for the data before it: after the close frame they cannot be cut off. */
const closing = new WeakMap<Socket, { code: number; reason: string; cut: Timer }>()

/** Closes after the data that was sent before. */
export function close(socket: Socket, code: number, reason: string): void {
  if (closing.has(socket)) return
  if (socket.getBufferedAmount() === 0) {
    socket.close(code, reason)
    return
  }
  const cut = setTimeout(() => socket.terminate(), CLOSE_MS)
  closing.set(socket, { code, reason, cut })
  for (const topic of socket.subscriptions) socket.unsubscribe(topic)
  socket.data.disconnected()
}

/** When each open socket last gave a sign of life, and whether it was pinged since. */
const lastSigns = new Map<Socket, { at: number; isPinged: boolean }>()
let checkedAt = performance.now()

/** The client has sent something, or read some of its buffer. */
function markAlive(socket: Socket): void {
  const sign = lastSigns.get(socket)
  if (sign === undefined) return
  sign.at = performance.now()
  sign.isPinged = false
}

/**
 * Called once a second. Pings silent clients, and cuts off clients that do not answer. Bun's own idle timeout
 * restarts with everything that the server sends, so a dead client in a busy room would never be closed.
 */
export function closeSilent(): void {
  const now = performance.now()
  const isLate = now - checkedAt > LATE_MS
  checkedAt = now
  if (isLate) return
  for (const [socket, sign] of lastSigns) {
    const silent = now - sign.at
    if (silent > SILENT_MS) socket.terminate()
    else if (silent > PING_MS && !sign.isPinged) {
      sign.isPinged = true
      socket.ping()
    }
  }
}

function drain(socket: Socket): void {
  markAlive(socket)
  const end = closing.get(socket)
  if (end === undefined) return socket.data.drain()
  if (socket.getBufferedAmount() === 0) socket.close(end.code, end.reason)
}

/** Bun has one handler for all sockets of a server: it calls the connection of the socket's transport. */
export const socketHandler: WebSocketHandler<ClientConnection> = {
  maxPayloadLength: LIMITS.frameBytes,
  idleTimeout: 60,
  sendPings: true,
  perMessageDeflate: false,
  // With a limit Bun cuts a connection without a close frame, and a healthy one after one large commit. The
  // transports bound the buffer instead: they send no more to a full socket.
  backpressureLimit: 0,
  closeOnBackpressureLimit: false,
  open: (socket) => {
    lastSigns.set(socket, { at: performance.now(), isPinged: false })
    socket.data.opened(socket)
  },
  pong: markAlive,
  ping: markAlive,
  message: (socket, frame) => {
    markAlive(socket)
    if (!closing.has(socket)) socket.data.receive(frame)
  },
  drain,
  close: (socket) => {
    lastSigns.delete(socket)
    clearTimeout(closing.get(socket)?.cut)
    closing.delete(socket)
    socket.data.slot.close()
    socket.data.disconnected()
  },
}
