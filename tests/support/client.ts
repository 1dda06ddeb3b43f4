import type { Message, Room } from '../../protocol/entities.ts'
import type { Event } from '../../protocol/events.ts'
import { CLIENT, type Contract } from './contract.ts'
import { Socket } from './socket.ts'
import { Stream } from './stream.ts'

/** Somebody at the doors: plain HTTP, sockets and streams, as any program would use them. */
export class Client {
  constructor(
    readonly url: string,
    readonly token: string,
    readonly id: string,
    /** What every answer is held against. */
    readonly contract: Contract = CLIENT,
  ) {}

  /** The same person, at another node. */
  at(url: string): Client {
    return new Client(url, this.token, this.id)
  }

  /** Any call, with its status and body, whatever they are. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const { status } = response
    const answer = text === '' ? undefined : JSON.parse(text)
    const type = response.headers.get('content-type')
    this.contract.check(method, path, { status, type, body: answer })
    return { status, body: answer, response }
  }

  /** A call that must succeed. */
  async ask(method: string, path: string, body?: unknown) {
    const answer = await this.call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  async room(
    type: 'group' | 'public' | 'announcement' = 'group',
    ...members: Client[]
  ): Promise<Room> {
    for (const member of members) await member.ask('GET', '/me') // first sight makes the user
    return this.ask('POST', '/rooms', { type, name: 'A room', members: members.map((m) => m.id) })
  }

  send(room: string, text: string, more: object = {}): Promise<Message> {
    return this.ask('POST', `/rooms/${room}/messages`, { text, ...more })
  }

  async history(room: string, query = ''): Promise<Message[]> {
    return (await this.ask('GET', `/rooms/${room}/messages${query}`)).messages
  }

  socket(hello: object = {}): Promise<Socket> {
    return Socket.open(this.url, { type: 'hello', token: this.token, ...hello })
  }

  stream(lastEventId?: string, query = ''): Promise<Stream> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` }
    if (lastEventId !== undefined) headers['last-event-id'] = lastEventId
    return Stream.open(`${this.url}/api/v1/events${query}`, headers)
  }
}

export const texts = (events: readonly Event[]): string[] =>
  events.filter((e) => e.type === 'message.created').map((e) => e.message.text)

export const seqs = (events: readonly Event[]): number[] => events.map((e) => e.seq)
