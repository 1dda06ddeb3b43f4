import { tokenOf } from './crowd.ts'

/** Two hundred bytes, as most messages have at most. */
const TEXT = 'A message of two hundred bytes. '.repeat(7).slice(0, 200)
const EMOJI = '👍'

export type Place = { readonly port: number; readonly room: string; readonly neighbour: string }

/** Calls REST as a user. */
export async function ask<T>(
  port: number,
  user: number,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf('product', user)}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
  return (await response.json()) as T
}

/** A member of a room, connected by a socket, who has one command in flight. */
export class Writer {
  readonly room: string
  readonly #neighbour: string
  readonly #socket: WebSocket
  readonly #reactions = new Set<string>()
  /** The last seq of the room that this member has received. */
  #seq = 0
  #sent = 0
  #own = ''
  #shared = ''
  #answered: ((frame: string) => void) | undefined

  private constructor(socket: WebSocket, { room, neighbour }: Place) {
    this.#socket = socket
    this.room = room
    this.#neighbour = neighbour
  }

  static async open(user: number, place: Place): Promise<Writer> {
    const token = await tokenOf('product', user)
    const socket = new WebSocket(`ws://127.0.0.1:${place.port}/api/v1/socket`)
    const writer = new Writer(socket, place)
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
    await writer.#answerTo({ type: 'hello', token })
    return writer
  }

  /** `shared`: a message of the room to which all members react. */
  async prepare(shared: string): Promise<string> {
    this.#own = idOf(await this.#command('messages.send', { room: this.room, text: TEXT }))
    this.#shared = shared || this.#own
    return this.#shared
  }

  send(options: object = {}): Promise<string> {
    const clientId = `bench-${++this.#sent}`
    return this.#command('messages.send', { room: this.room, text: TEXT, clientId, ...options })
  }

  mention(): Promise<string> {
    return this.send({ mentions: { users: [this.#neighbour] } })
  }

  reply(): Promise<string> {
    return this.send({ thread: this.#own })
  }

  react(message = this.#own): Promise<string> {
    const hasReacted = !this.#reactions.delete(message)
    if (hasReacted) this.#reactions.add(message)
    const name = hasReacted ? 'reactions.add' : 'reactions.remove'
    return this.#command(name, { room: this.room, message, emoji: EMOJI })
  }

  reactTogether(): Promise<string> {
    return this.react(this.#shared)
  }

  /** To the last event that was received. The receipt is an event itself, so the next mark moves the pointer, too. */
  markRead(): Promise<string> {
    return this.#command('receipts.markRead', { room: this.room, seq: this.#seq })
  }

  async #command(name: string, input: object): Promise<string> {
    const answer = await this.#answerTo({ type: 'command', id: 1, name, input })
    if (answer.startsWith('{"type":"error"')) throw new Error(`${name}: ${answer}`)
    return answer
  }

  #answerTo(frame: object): Promise<string> {
    const answered = new Promise<string>((resolve) => {
      this.#answered = resolve
    })
    this.#socket.onmessage = ({ data }) => this.#receive(String(data))
    this.#socket.send(JSON.stringify(frame))
    return answered
  }

  #receive(frame: string): void {
    if (/^\{"type":"(?:ready|result|error)"/.test(frame)) this.#answered?.(frame)
    else if (frame.includes(`"log":"${this.room}"`))
      this.#seq = Math.max(this.#seq, Number(/"seq":(\d+)/.exec(frame)?.[1] ?? 0))
  }
}

function idOf(answer: string): string {
  const id = /"id":"(msg_\w+)"/.exec(answer)?.[1]
  if (id === undefined) throw new Error(`no message in ${answer}`)
  return id
}
