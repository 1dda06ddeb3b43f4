import type { Wire } from './wire.ts'

const READY_MS = 20_000

/** What all clients of a load together have received. */
export type Tally = {
  deliveries: number
  failed: string | undefined
  /** How long deliveries took to the clients that are timed, in ms. Undefined: their texts do not begin with when they were due. */
  delays: number[] | undefined
}

/** When a message was due, by `performance.now()`. */
const DUE = /"text":"@([\d.]+) /
/** The share of the clients whose deliveries are timed: to time all of them would take more than the server does. */
const TIMED_PART = 1 / 20

/** One signed-in connection. */
export class Client {
  readonly #wire: Wire
  readonly #tally: Tally
  readonly #socket: WebSocket
  #sent = 0
  #answered: (() => void) | undefined
  #ready: (() => void) | undefined
  readonly #isTimed = Math.random() < TIMED_PART
  /** Resolves at `ready`. */
  readonly ready: Promise<void>

  constructor(wire: Wire, port: number, token: string, rooms: readonly string[], tally: Tally) {
    this.#wire = wire
    this.#tally = tally
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}${wire.path}`)
    this.ready = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no `ready` came')), READY_MS)
      this.#ready = () => {
        clearTimeout(late)
        resolve()
      }
    })
    this.#socket.onopen = () => this.#socket.send(wire.hello(token, rooms))
    this.#socket.onmessage = ({ data }) => {
      for (const frame of wire.hasLines ? String(data).split('\n') : [String(data)])
        this.#hear(frame)
    }
    this.#socket.onclose = ({ code, reason }) => {
      tally.failed ??= `a connection was closed: ${code} ${reason}`
    }
  }

  /** Resolves when the server has acknowledged it. One at a time. */
  send(room: string, text: string, run: number): Promise<void> {
    const id = ++this.#sent
    const answered = new Promise<void>((resolve) => {
      this.#answered = resolve
    })
    this.#socket.send(this.#wire.send(id, { room, text, clientId: `${run}-${id}` }))
    return answered
  }

  #hear(frame: string): void {
    switch (this.#wire.received(frame)) {
      case 'delivery':
        this.#tally.deliveries++
        if (this.#isTimed && this.#tally.delays !== undefined)
          this.#tally.delays.push(performance.now() - Number(DUE.exec(frame)?.[1]))
        break
      case 'result':
        this.#answered?.()
        break
      case 'ready':
        this.#ready?.()
        break
      case 'ping':
        this.#socket.send(this.#wire.pong ?? '')
        break
      case 'error':
        this.#tally.failed ??= frame
    }
  }
}
