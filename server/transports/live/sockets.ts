import type { ServerWebSocket, WebSocketHandler } from 'bun'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Slot } from '../limits/connections.ts'

/** A socket with more than this waiting is given no more of what can wait, until it has less. */
export const FULL_BYTES = 256 * 1024
/** A live socket with more than this hears from the log, until it has caught up. */
export const BEHIND_BYTES = 512 * 1024
/** How long a socket may take to read what was sent before its close. Bun itself would wait for ever. */
const CLOSE_MS = 60_000

/** A client that has said nothing for so long is asked whether it is there, in ms. */
const ASK_MS = 25_000
/** And closed when it has said nothing for so long: its place is free, and others see it go. */
const SILENT_MS = 55_000
/** A look that comes so late says nothing: what came meanwhile is yet to be read. */
const LATE_MS = 5000

/** One client's socket, of whichever transport. */
export interface ClientConnection {
  readonly slot: Slot
  opened(socket: Socket): void
  receive(frame: string | Buffer): void
  /** There is room in its buffer again. */
  drain(): void
  /** It has closed, or is only being closed any more. May come twice. */
  gone(): void
}
export type Socket = ServerWebSocket<ClientConnection>

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

/** When each open socket last gave a sign of life, and whether it has been asked for one since. */
const lastSigns = new Map<Socket, { at: number; isAsked: boolean }>()
let looked = performance.now()

/** It has said something, or read something of what waited. */
function markAlive(socket: Socket): void {
  const life = lastSigns.get(socket)
  if (life === undefined) return
  life.at = performance.now()
  life.isAsked = false
}

/**
 * Once a second: who is silent is asked, and who does not answer is cut off. Bun's own idle time begins
 * anew with whatever we send, and in a busy room a client that stands still would stay for ever.
 */
export function closeSilent(): void {
  const now = performance.now()
  const isLate = now - looked > LATE_MS
  looked = now
  if (isLate) return
  for (const [socket, life] of lastSigns) {
    const silent = now - life.at
    if (silent > SILENT_MS) socket.terminate()
    else if (silent > ASK_MS && !life.isAsked) {
      life.isAsked = true
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

/** Bun has one handler for all sockets of a server: each is given to the transport that it belongs to. */
export const socketHandler: WebSocketHandler<ClientConnection> = {
  maxPayloadLength: LIMITS.frameBytes,
  idleTimeout: 60,
  sendPings: true,
  perMessageDeflate: false,
  // Bun would cut a connection without a word, and a healthy one after one large commit. What waits is
  // bounded by the transports, which give no more to a socket that is full.
  backpressureLimit: 0,
  closeOnBackpressureLimit: false,
  open: (socket) => {
    lastSigns.set(socket, { at: performance.now(), isAsked: false })
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
    socket.data.gone()
  },
}
