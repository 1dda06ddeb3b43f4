import type { EphemeralEvent, Event } from '../../protocol/events.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { Connection, Door } from './history.ts'
import { entryOf, type Person, type Place, type Recorder } from './recorder.ts'

const READY_MS = 5000
/** How long it waits when it was refused: there may be other tokens any moment. */
const REFUSED_MS = 200
/** What is said of a session that is over. */
const OVER: readonly RefusalCode[] = ['session_ended', 'invalid_token']

/**
 * A listener: a chain of connections, each on any node, each resuming where the last one ended. It
 * writes down everything it hears, repeats included. A door says how one connection is made.
 */
export abstract class Chain {
  readonly id: string
  readonly person: Person
  protected readonly recorder: Recorder
  readonly door: Door
  readonly #lasts = new Map<string, number>()
  #connection = 0
  #place: Place | undefined
  #now: Connection | undefined
  /** Of this connection. */
  protected token = ''
  #isLive = false
  #isClosed = false
  #drop: (() => void) | undefined
  #awayMs = 0
  /** Refused for good, or words that were not understood: a fault, of theirs or of ours. */
  readonly troubles: string[] = []

  constructor(recorder: Recorder, person: Person, door: Door, nth = '') {
    this.recorder = recorder
    this.person = person
    this.door = door
    this.id = `${person.id}/${door}${nth}`
    recorder.listeners.push({ id: this.id, user: person.id })
  }

  get connections(): number {
    return this.#connection
  }

  /** Whose tokens this connection was opened with. */
  get session(): string | undefined {
    return this.#now?.session
  }

  get isLive(): boolean {
    return this.#isLive
  }

  /** The last seq that was received of each log. */
  get lasts(): ReadonlyMap<string, number> {
    return this.#lasts
  }

  /** Listens until it is closed, on the places that are chosen for it. */
  async run(choose: () => Place): Promise<void> {
    while (!this.#isClosed) {
      await this.once(choose()).catch(() => undefined) // cut: it comes back, elsewhere
      await Bun.sleep(20 + (this.#connection % 7) + this.#awayMs)
      this.#awayMs = 0
    }
  }

  /** One connection, until it ends. */
  async once(place: Place): Promise<void> {
    const { promise: dropped, resolve } = Promise.withResolvers<void>()
    this.#connection++
    const { token, session } = this.person
    this.token = token
    this.#now = this.recorder.connect({ listener: this.id, connection: this.#connection, session })
    this.#place = place
    this.#drop = resolve
    const late = setTimeout(resolve, READY_MS)
    const ready = () => {
      clearTimeout(late)
      this.#isLive = true
    }
    try {
      await this.connect(place, dropped, ready)
    } finally {
      clearTimeout(late)
      this.#isLive = false
    }
  }

  /** As a network would; it comes back after so long. */
  drop(awayMs = 0): void {
    this.#awayMs = awayMs
    this.#drop?.()
  }

  close(): void {
    this.#isClosed = true
    this.drop()
  }

  protected abstract connect(place: Place, dropped: Promise<void>, ready: () => void): Promise<void>

  /** A stream of events, as text, each block as soon as it is there. */
  protected async stream(
    url: string,
    { headers, ...request }: RequestInit & { readonly headers: Record<string, string> },
    dropped: Promise<void>,
    take: (block: Block) => void,
  ): Promise<void> {
    const abort = new AbortController()
    let isDropped = false
    void dropped.then(() => {
      isDropped = true
      abort.abort()
    })
    const answer = await fetch(url, {
      ...request,
      headers: { authorization: `Bearer ${this.token}`, ...headers },
      keepalive: false,
      signal: abort.signal,
    })
    if (answer.status >= 400 && answer.status < 500) this.refused(await answer.text())
    if (!answer.ok) return abort.abort()
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of answer.body ?? []) {
      if (isDropped) return
      rest += decoder.decode(chunk, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) take(blockOf(block))
    }
  }

  /** For good: a trouble, unless it says that the session is over. */
  protected refused(says: string): void {
    const now = this.#now
    this.#awayMs = Math.max(this.#awayMs, REFUSED_MS)
    if (now?.session === undefined || !OVER.some((code) => says.includes(code))) {
      this.troubles.push(says)
      return
    }
    now.isRefused = true
    this.person.refused?.(now.session)
  }

  protected hear(event: Event): void {
    this.#lasts.set(event.log, Math.max(event.seq, this.#lasts.get(event.log) ?? 0))
    this.#write(event.log, entryOf(event))
  }

  protected reset(): void {
    this.#write('', 'reset')
  }

  protected pass({ log, type, user, ...more }: EphemeralEvent): void {
    const thread = ('thread' in more && more.thread) || ''
    this.recorder.pass(this.#from, { log, type, user: user.id, thread })
  }

  #write(log: string, entry: ReturnType<typeof entryOf> | 'reset'): void {
    this.recorder.hear(this.#from, { log, entry })
  }

  get #from() {
    return {
      listener: this.id,
      connection: this.#connection,
      node: this.#place?.node ?? -1,
      door: this.door,
    }
  }
}

type Block = { readonly [F in 'id' | 'event' | 'data']: string | undefined }

function blockOf(text: string): Block {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]
  return { id: field('id'), event: field('event'), data: field('data') }
}
