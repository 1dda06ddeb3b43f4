import type { EphemeralEvent, Event } from '../../protocol/events.ts'
import { waitFor } from './wait.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test looks at frames as they came
export type Frame = any

/** A raw WebSocket, and everything it received. */
export class Socket {
  readonly frames: Frame[] = []
  closed: { code: number; reason: string } | undefined
  #nextId = 1

  private constructor(readonly ws: WebSocket) {
    ws.onmessage = ({ data }) => this.frames.push(JSON.parse(String(data)))
    ws.onclose = ({ code, reason }) => {
      this.closed = { code, reason }
    }
  }

  /** Connects, says these frames, and waits for `ready` where the first is a hello. */
  static async open(url: string, ...says: unknown[]): Promise<Socket> {
    const socket = await Socket.connect(url)
    for (const frame of says) socket.say(frame)
    if (says.length > 0) await waitFor(() => socket.ready || socket.closed)
    return socket
  }

  static async connect(
    url: string,
    headers: Record<string, string> = {},
    query = '',
  ): Promise<Socket> {
    const address = `${url.replace('http', 'ws')}/api/v1/socket${query}`
    const socket = new Socket(new WebSocket(address, { headers } as never))
    await waitFor(() => socket.ws.readyState === WebSocket.OPEN || socket.closed)
    return socket
  }

  say(frame: unknown): void {
    const isRaw = typeof frame === 'string' || frame instanceof ArrayBuffer
    this.ws.send(isRaw ? frame : JSON.stringify(frame))
  }

  /** Carries out a command and gives its answer: the result, or the error's code. */
  async command(name: string, input: object): Promise<Frame> {
    const id = this.#nextId++
    this.say({ type: 'command', id, name, input })
    const answer = await waitFor(() => this.frames.find((f) => f.id === id) ?? this.closed)
    return answer.type === 'result' ? answer.result : (answer.error?.code ?? answer)
  }

  get ready(): Frame {
    return this.frames.find((f) => f.type === 'ready')
  }

  get events(): Event[] {
    return this.frames.filter((f) => 'seq' in f)
  }

  get signals(): EphemeralEvent[] {
    return this.frames.filter((f) => 'log' in f && !('seq' in f))
  }

  /** The events of one log, as soon as there are this many of them. */
  hears(log: string, count: number): Promise<Event[]> {
    return waitFor(() => {
      const events = this.events.filter((e) => e.log === log)
      return events.length >= count && events
    })
  }

  async ends(): Promise<{ code: number; reason: string }> {
    return waitFor(() => this.closed)
  }

  close(): void {
    this.ws.close()
  }
}
