import type { EphemeralEvent, Event } from '../../protocol/events.ts'
import { REFUSALS, type RefusalCode } from '../../protocol/refusals.ts'
import { Chain } from './chain.ts'
import { type Asking, commandOf } from './command-of.ts'
import type { Call } from './history.ts'
import type { Person, Place, Recorder } from './recorder.ts'

type Frame =
  | { type: 'ready'; cursor: string; received: Record<string, number> }
  | { type: 'reset' }
  | { type: 'result'; id: number; result: unknown }
  | { type: 'error'; id?: number; error: { code: RefusalCode } }
  | Event
  | EphemeralEvent

/** Raw WebSocket: it keeps a cursor and what it received as the SDK does, but leaves nothing out. */
export class SocketChain extends Chain {
  #cursor: string | undefined
  readonly #received = new Map<string, number>()
  readonly #pending = new Map<number, (status: number, body: unknown) => void>()
  #socket: WebSocket | undefined
  #node = -1
  #nextId = 1

  constructor(recorder: Recorder, person: Person, cursor: string, received = {}, nth = '') {
    super(recorder, person, 'socket', nth)
    this.#cursor = cursor
    for (const [log, seq] of Object.entries<number>(received)) this.#received.set(log, seq)
  }

  /** A command on this connection, written down. */
  async call(ask: Asking): Promise<Call> {
    const call = this.recorder.begin(this.person.id, this.#node, 'socket', ask, this.session)
    const id = this.#nextId++
    const [name, input] = commandOf(ask, this.person.id)
    const { promise, resolve } = Promise.withResolvers<[number, unknown]>()
    this.#pending.set(id, (status, body) => resolve([status, body]))
    const late = setTimeout(() => resolve([599, undefined]), this.recorder.patienceMs)
    this.#socket?.send(JSON.stringify({ type: 'command', id, name, input }))
    const [status, body] = await promise
    clearTimeout(late)
    this.#pending.delete(id)
    return this.recorder.end(call, status, body)
  }

  protected override async connect(
    { url, node }: Place,
    dropped: Promise<void>,
    ready: () => void,
  ): Promise<void> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket`)
    this.#socket = socket
    this.#node = node
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    socket.onopen = () => socket.send(this.#hello())
    socket.onerror = () => resolve()
    socket.onclose = ({ code, reason }) => {
      // One that was given up may still be refused, for the hello that a silence held back.
      const isMeant = this.#socket !== socket || code === 4429
      if (code >= 4400 && code < 4500 && !isMeant) this.refused(`${code} ${reason}`)
      resolve()
    }
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#receive(JSON.parse(String(data)), ready)
    }
    await Promise.race([dropped, closed])
    // What still comes of it is not received any more.
    this.#socket = undefined
    socket.close()
    for (const answer of this.#pending.values()) answer(599, undefined)
  }

  #hello(): string {
    const received = Object.fromEntries(this.#received)
    return JSON.stringify({
      type: 'hello',
      token: this.token,
      cursor: this.#cursor,
      received,
    })
  }

  #receive(frame: Frame, ready: () => void): void {
    if (frame.type === 'ready') {
      this.#cursor = frame.cursor
      for (const [log, seq] of Object.entries(frame.received)) this.#received.set(log, seq)
      ready()
    } else if (frame.type === 'reset') {
      this.#received.clear()
      this.reset()
    } else if (frame.type === 'result') this.#pending.get(frame.id)?.(200, frame.result)
    else if (frame.type === 'error')
      this.#pending.get(frame.id ?? 0)?.(REFUSALS[frame.error.code].status, undefined)
    else if ('seq' in frame) {
      this.#cursor = frame.cursor
      this.#received.set(frame.log, frame.seq)
      this.hear(frame)
    } else if ('log' in frame) this.pass(frame)
  }
}
