import type { Server } from 'bun'
import type { AuditEntry } from '../../../protocol/entities.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { AppCaller, Store } from '../../domain/ports.ts'
import { answerRefusal, refusalOf } from '../answer.ts'
import {
  plannedEnd,
  retryLater,
  retrySoon,
  STREAM_HEADERS,
  StreamBody,
} from '../live/stream-body.ts'
import type { Services } from '../services.ts'
import { requireScope } from './command.ts'
import type { AppCallerOf } from './keys.ts'

/** How often the streams of this node look for entries of any node, in ms. */
const POLL_MS = 250
/** Entries of one read. */
const PAGE = 100
/** A comment keeps a quiet stream open at proxies. */
const COMMENT_MS = 15_000

/** One reader. `seq`: of the last entry that it was sent. */
type Reader = { readonly body: StreamBody; seq: number; commentAt: number; readonly endAt: number }

/** `GET /api/v1/audit/events`: the entries of the audit log as server-sent events, each once, in order. */
export class AuditStreams {
  readonly #services: Services
  readonly #callerOf: AppCallerOf
  readonly #readers = new Set<Reader>()
  #timer: Timer | undefined

  constructor(services: Services, callerOf: AppCallerOf) {
    this.#services = services
    this.#callerOf = callerOf
  }

  readonly open = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      const caller: AppCaller = await this.#callerOf(request)
      requireScope('moderation:read', caller)
      const since = positionOf(request)
      const seq = since ?? (await this.#store.read((reader) => reader.audit.last()))
      if (this.#readers.size >= LIMITS.auditStreams) throw new Refusal('too_many_connections')
      server.timeout(request, 0)
      return new Response(this.#add(seq).body, { headers: STREAM_HEADERS })
    } catch (error) {
      return answerRefusal(refusalOf(error, this.#services))
    }
  }

  get #store(): Store {
    return this.#services.ports.store
  }

  /** The first frame has an id, so that a reader which receives nothing else resumes from here. */
  #add(seq: number): StreamBody {
    const body = new StreamBody(() => {
      this.#readers.delete(reader)
    })
    const commentAt = performance.now() + COMMENT_MS
    const reader: Reader = { body, seq, commentAt, endAt: plannedEnd() }
    this.#readers.add(reader)
    body.write(`${retryLater()}id: ${seq}\nevent: ready\ndata: {}\n\n`)
    this.#schedule(0)
    return body
  }

  #schedule(ms: number): void {
    if (this.#timer !== undefined || this.#readers.size === 0) return
    this.#timer = setTimeout(async () => {
      await this.#sendNew()
      this.#timer = undefined
      this.#schedule(POLL_MS)
    }, ms)
  }

  /** Reads from the database, because other nodes add entries, too. */
  async #sendNew(): Promise<void> {
    try {
      const last = await this.#store.read((reader) => reader.audit.last())
      for (const reader of this.#readers) {
        // A full reader receives the rest when it has read some. One that reads nothing goes at its planned end.
        while (reader.seq < last && !reader.body.isFull && this.#readers.has(reader))
          await this.#sendPage(reader)
        keepOpen(reader)
      }
    } catch (error) {
      // The readers stay: the next poll sends what this one could not read.
      this.#services.log.warn({ err: error }, 'the audit log cannot be read')
    }
  }

  async #sendPage(reader: Reader): Promise<void> {
    const { audit } = await this.#store.read(async ({ audit }) => ({
      audit: await audit.since(reader.seq, PAGE),
    }))
    for (const entry of audit) reader.body.write(frameOf(entry))
    reader.seq = audit.at(-1)?.seq ?? reader.seq
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const { body } of this.#readers) body.close()
  }
}

const frameOf = (entry: AuditEntry): string =>
  `id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`

function keepOpen(reader: Reader): void {
  const now = performance.now()
  if (now >= reader.endAt) {
    // A reader reconnects, and its key is checked again.
    reader.body.write(`${retrySoon()}event: reconnect\ndata: {}\n\n`)
    if (reader.body.isFull) reader.body.close()
    else reader.body.end()
  } else if (now >= reader.commentAt && reader.body.waiting === 0) {
    reader.body.write(':\n\n')
    reader.commentAt = now + COMMENT_MS
  }
}

/** The seq after which a stream begins, or undefined for "from now on". `?after=0` is from the first entry on. */
function positionOf(request: Request): number | undefined {
  const { searchParams } = new URL(request.url)
  const after = request.headers.get('last-event-id') || searchParams.get('after')
  if (after === null) return undefined
  if (/^\d{1,15}$/.test(after)) return Number(after)
  throw new Refusal('invalid_input', 'after must be the id of an event of this stream', {
    after: 'must be the id of an event of this stream',
  })
}
