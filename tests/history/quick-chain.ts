import type { Call, Line, Quick } from './history.ts'
import type { Place, Recorder } from './recorder.ts'

const READY_MS = 5000

/**
 * Somebody with a shell's WebSocket client in a quick room: one connection after the other, each under
 * a name of its own, as there is no resuming here. What they hear of their own words is their answer.
 */
export class QuickChain {
  readonly room: string
  readonly #recorder: Recorder
  readonly #name: string
  /** How many messages of before each connection asks for. */
  readonly #history: number
  readonly #calls = new Map<string, Call>()
  #connection = 0
  #node = -1
  #socket: WebSocket | undefined
  #drop: (() => void) | undefined
  #isClosed = false
  readonly troubles: string[] = []

  constructor(recorder: Recorder, name: string, room: string, history: number) {
    this.#recorder = recorder
    this.#name = name
    this.room = room
    this.#history = history
  }

  get connections(): number {
    return this.#connection
  }

  async run(choose: () => Place): Promise<void> {
    while (!this.#isClosed) {
      await this.#once(choose())
      await Bun.sleep(200)
    }
  }

  /** Nothing, while there is no connection. */
  say(nonce: number): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    const text = `${this.#name} says line ${this.#calls.size}: ${nonce}`
    const ask = { type: 'line', room: this.room, text } as const
    this.#calls.set(text, this.#recorder.begin(this.#name, this.#node, 'quick', ask))
    this.#socket.send(text)
  }

  drop(): void {
    this.#drop?.()
  }

  close(): void {
    this.#isClosed = true
    this.drop()
  }

  async #once({ url, node }: Place): Promise<void> {
    const name = `${this.#name} at ${this.#connection++}`
    const quick: Quick = { name, room: this.room, history: this.#history, isOpen: true, lines: [] }
    const query = new URLSearchParams({ name, room: this.room, history: `${this.#history}` })
    const socket = new WebSocket(`${url.replace('http', 'ws')}/chat/join?${query}`)
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const late = setTimeout(resolve, READY_MS)
    this.#drop = resolve
    this.#socket = socket
    this.#node = node
    socket.onmessage = ({ data }) => {
      const line = lineOf(JSON.parse(String(data)))
      if (!quick.isOpen || line === undefined) return
      clearTimeout(late)
      if (quick.lines.push(line) === 1) this.#recorder.quicks.push(quick)
      const call = line.is === 'said' ? this.#calls.get(line.text) : undefined
      if (call?.outcome === 'info') this.#recorder.end(call, 200, undefined)
    }
    socket.onerror = () => resolve()
    socket.onclose = () => resolve()
    await ended
    clearTimeout(late)
    // What still comes of it is not received any more.
    quick.isOpen = this.#isClosed && socket.readyState === WebSocket.OPEN
    socket.onmessage = null
    socket.close()
  }
}

type Frame =
  | { readonly event_type: string; readonly participant: string }
  | { readonly text: string; readonly participant: string }
  | { readonly error: object }

function lineOf(frame: Frame): Line | undefined {
  if ('error' in frame) return undefined
  const { participant } = frame
  if ('text' in frame) return { is: 'said', participant, text: frame.text }
  return {
    is: frame.event_type === 'participant_joined' ? 'joined' : 'left',
    participant,
    text: '',
  }
}
