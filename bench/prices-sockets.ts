import type { CommandName } from '../protocol/commands.ts'
import type { Answer, Input, Person } from './prices-client.ts'

const READY_MS = 60_000

/** A connection that hears all that its user hears, and says commands. */
export class PricedSocket {
  readonly #ws: WebSocket
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #ready = Promise.withResolvers<void>()
  readonly #closed = Promise.withResolvers<void>()
  #id = 0

  private constructor(port: number, hello: object) {
    this.#ws = new WebSocket(`ws://127.0.0.1:${port}/api/v1/socket`)
    this.#ws.onopen = () => this.#ws.send(JSON.stringify({ type: 'hello', ...hello }))
    this.#ws.onmessage = ({ data }) => this.#hear(String(data))
    this.#ws.onclose = ({ code, reason }) => {
      this.#ready.reject(new Error(`closed: ${code} ${reason}`))
      for (const answer of this.#waiting.values()) answer({ refused: reason, body: undefined })
      this.#waiting.clear()
      this.#closed.resolve()
    }
  }

  /** Resolves when it is live. */
  static async open(port: number, { token }: Person, hello: object = {}): Promise<PricedSocket> {
    const socket = new PricedSocket(port, { token, ...hello })
    const late = setTimeout(() => socket.#ws.close(), READY_MS)
    await socket.#ready.promise
    clearTimeout(late)
    return socket
  }

  command(name: CommandName, input: Input): Promise<Answer> {
    if (!this.isOpen) return Promise.reject(new Error('the socket is closed'))
    const id = ++this.#id
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve))
    this.#ws.send(JSON.stringify({ type: 'command', id, name, input }))
    return answered
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN
  }

  close(): Promise<void> {
    this.#ws.close()
    return this.#closed.promise
  }

  #hear(text: string): void {
    if (text.startsWith('{"type":"ready"')) return this.#ready.resolve()
    if (!/^\{"type":"(?:result|error)"/.test(text)) return
    const { id, result, error } = JSON.parse(text)
    this.#waiting.get(id)?.(
      error === undefined
        ? { body: result }
        : { refused: error.code, detail: error.message, body: undefined },
    )
    this.#waiting.delete(id)
  }
}
