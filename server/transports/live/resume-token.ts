import type { Cursor, Log } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { CursorTime, LivePosition, ResumePoint } from '../../hub/resume-point.ts'

/** When something was received of which only the seq is known: later than whatever is replayed. */
const UNTIL_LIVE = Number.POSITIVE_INFINITY

/**
 * How far one listener has received, as the word to come back with: the latest cursor, and the last seq of
 * each log received within `commitWindowMs` of it. Together they repeat nothing.
 */
export class ResumePosition {
  readonly #commitWindowMs: number
  readonly #received = new Map<Log, { seq: number; at: number }>()
  #at = Number.NEGATIVE_INFINITY
  #cursor: Cursor | undefined

  constructor(commitWindowMs: number, since: ResumePoint) {
    this.#commitWindowMs = commitWindowMs
    // It may end before it is live: what was received before is then still to be said.
    for (const [log, seq] of since.received) this.#received.set(log as Log, { seq, at: UNTIL_LIVE })
  }

  received({ log, seq, at, cursor }: EncodedEvent): void {
    this.#received.set(log, { seq, at })
    // What comes late takes the place no step back: what was forgotten since would come again. Later
    // than `commitWindowMs` nothing comes, so there the database's clock was set back.
    if (at > this.#at || at < this.#at - this.#commitWindowMs) this.#move({ at, cursor })
  }

  /** `only`: of this log. */
  live(joined: LivePosition, only?: Log): void {
    for (const [log, { seq, at }] of this.#received)
      if (at === UNTIL_LIVE) this.#received.set(log, { seq, at: joined.at })
    for (const [log, seq] of joined.received)
      if (only === undefined || log === only) this.#received.set(log, { seq, at: joined.at })
    this.#move(joined)
  }

  /** Once something was received, or it is live. */
  token(): string {
    const from = this.#at - this.#commitWindowMs
    let word: string = this.#cursor ?? ''
    for (const [log, received] of this.#received) {
      if (received.at < from) this.#received.delete(log)
      else word += `,${encodeURIComponent(log)}=${received.seq}`
    }
    return word
  }

  #move({ at, cursor }: CursorTime): void {
    this.#at = at
    this.#cursor = cursor
  }
}

/** Between such a word and a ticket for the next connection. */
export const TICKET_SEPARATOR = ';'

/** What such a word, or a cursor alone, says. Refuses `invalid_cursor`. */
export function parseResumeToken(word: string): ResumePoint {
  const [cursor, ...logs] = (word.split(TICKET_SEPARATOR)[0] ?? '').split(',')
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
