import type { Cursor, Log } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { CursorTime, LivePosition, ResumePoint } from '../../hub/resume-point.ts'

/** The time of a received event of which only the seq is known: later than every replayed event. */
const UNTIL_LIVE = Number.POSITIVE_INFINITY

/**
 * How far one subscriber has received, as the resume token of its next connection: the latest cursor, and the
 * last seq of each log received within `commitWindowMs` of it. With both, no event is replayed twice.
 */
export class ResumePosition {
  readonly #commitWindowMs: number
  readonly #received = new Map<Log, { seq: number; at: number }>()
  #at = Number.NEGATIVE_INFINITY
  #cursor: Cursor | undefined

  constructor(commitWindowMs: number, since: ResumePoint) {
    this.#commitWindowMs = commitWindowMs
    // The subscriber may end before it is live: its token must then contain the seqs that it began with.
    for (const [log, seq] of since.received) this.#received.set(log as Log, { seq, at: UNTIL_LIVE })
  }

  received({ log, seq, at, cursor }: EncodedEvent): void {
    this.#received.set(log, { seq, at })
    // A late event does not move the position back: logs that were forgotten since would be replayed twice.
    // No event is later than `commitWindowMs`, so with a larger step the database's clock was set back.
    if (at > this.#at || at < this.#at - this.#commitWindowMs) this.#move({ at, cursor })
  }

  /** The subscriber is live from this position on. `only`: it receives no other log. */
  live(position: LivePosition, only?: Log): void {
    for (const [log, { seq, at }] of this.#received)
      if (at === UNTIL_LIVE) this.#received.set(log, { seq, at: position.at })
    for (const [log, seq] of position.received)
      if (only === undefined || log === only) this.#received.set(log, { seq, at: position.at })
    this.#move(position)
  }

  /** Call it once an event was received, or the subscriber is live. */
  token(): string {
    const from = this.#at - this.#commitWindowMs
    let token: string = this.#cursor ?? ''
    for (const [log, received] of this.#received) {
      if (received.at < from) this.#received.delete(log)
      else token += `,${encodeURIComponent(log)}=${received.seq}`
    }
    return token
  }

  #move({ at, cursor }: CursorTime): void {
    this.#at = at
    this.#cursor = cursor
  }
}

/** Separates a resume token from the ticket for the next connection. */
export const TICKET_SEPARATOR = ';'

/** Parses a resume token, or a cursor alone. Refuses `invalid_cursor`. */
export function parseResumeToken(token: string): ResumePoint {
  const [cursor, ...logs] = (token.split(TICKET_SEPARATOR)[0] ?? '').split(',')
  const received = new Map<string, number>()
  for (const entry of logs) {
    const [, log, seq] = /^([^=]{1,500})=(\d{1,15})$/.exec(entry) ?? []
    if (log === undefined) throw new Refusal('invalid_cursor')
    received.set(decode(log), Number(seq))
  }
  return { cursor: cursor === '' ? undefined : cursor, received }
}

function decode(log: string): string {
  try {
    return decodeURIComponent(log)
  } catch {
    throw new Refusal('invalid_cursor')
  }
}
