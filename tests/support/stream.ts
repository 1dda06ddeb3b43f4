import type { EphemeralEvent, Event } from '../../protocol/events.ts'
import { waitFor } from './wait.ts'

export type Said = { id?: string; event?: string; data?: string; retry?: string }

/** A raw event stream, and everything it said. */
export class Stream {
  readonly said: Said[] = []
  ended = false
  readonly #told: (Event | EphemeralEvent)[] = []
  readonly #abort: AbortController

  private constructor(
    readonly response: Response,
    abort: AbortController,
  ) {
    this.#abort = abort
    void this.#read()
  }

  /** Opens, and waits until it is live; a refusal is left to be looked at in `response`. */
  static async open(url: string, headers: Record<string, string>): Promise<Stream> {
    const abort = new AbortController()
    const response = await fetch(url, { headers, signal: abort.signal })
    const stream = new Stream(response, abort)
    if (response.ok) await waitFor(() => stream.#isBegun || stream.ended)
    return stream
  }

  get ready(): Said | undefined {
    return this.said.find((said) => said.event === 'ready')
  }

  get events(): Event[] {
    return this.#told.filter((told) => 'seq' in told) as Event[]
  }

  get signals(): EphemeralEvent[] {
    return this.#told.filter((told) => !('seq' in told)) as EphemeralEvent[]
  }

  /** GraphQL says `next` from the beginning on. */
  get #isBegun(): boolean {
    return this.said.some(({ event }) => event === 'ready' || event === 'next')
  }

  get lastId(): string | undefined {
    return this.said.findLast((said) => said.id !== undefined)?.id
  }

  hears(log: string, count: number): Promise<Event[]> {
    return waitFor(() => {
      const events = this.events.filter((e) => e.log === log)
      return events.length >= count && events
    })
  }

  close(): void {
    this.#abort.abort()
  }

  async #read(): Promise<void> {
    if (!this.response.headers.get('content-type')?.startsWith('text/event-stream')) return
    const decoder = new TextDecoder()
    let rest = ''
    try {
      for await (const chunk of this.response.body ?? []) {
        rest += decoder.decode(chunk, { stream: true })
        const blocks = rest.split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) this.#hear(parse(block))
      }
    } catch {
      // Cut, by us or by the server: what was said stays.
    }
    this.ended = true
  }

  #hear(said: Said): void {
    this.said.push(said)
    if (said.event === undefined && said.data) this.#told.push(JSON.parse(said.data))
  }
}

/** One block of an event stream. */
export function parse(block: string): Said {
  const said: Record<string, string> = {}
  for (const line of block.split('\n')) {
    const [, field, value] = /^(\w+): (.*)$/.exec(line) ?? []
    if (field !== undefined && value !== undefined) said[field] = value
  }
  return said
}
