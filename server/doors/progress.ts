import type { Cursor, Log } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Encoded } from '../hub/encoded.ts'
import type { Live, Moment, Since } from '../hub/moment.ts'

/** When something was heard of which only the seq is known: later than whatever is replayed. */
const UNTIL_LIVE = Number.POSITIVE_INFINITY

/**
 * How far one listener has heard, as the word to come back with: the latest cursor, and the last seq of
 * each log heard within `settleMs` of it. Together they repeat nothing.
 */
export class Progress {
  readonly #settleMs: number
  readonly #heard = new Map<Log, { seq: number; at: number }>()
  #at = Number.NEGATIVE_INFINITY
  #cursor: Cursor | undefined

  constructor(settleMs: number, since: Since) {
    this.#settleMs = settleMs
    // It may end before it is live: what was heard before is then still to be said.
    for (const [log, seq] of since.heard) this.#heard.set(log as Log, { seq, at: UNTIL_LIVE })
  }

  hear({ log, seq, at, cursor }: Encoded): void {
    this.#heard.set(log, { seq, at })
    // What comes late takes the place no step back: what was forgotten since would come again. Later
    // than `settleMs` nothing comes, so there the database's clock was set back.
    if (at > this.#at || at < this.#at - this.#settleMs) this.#move({ at, cursor })
  }

  /** `only`: of this log. */
  live(joined: Live, only?: Log): void {
    for (const [log, { seq, at }] of this.#heard)
      if (at === UNTIL_LIVE) this.#heard.set(log, { seq, at: joined.at })
    for (const [log, seq] of joined.heard)
      if (only === undefined || log === only) this.#heard.set(log, { seq, at: joined.at })
    this.#move(joined)
  }

  /** Once something was heard, or it is live. */
  word(): string {
    const from = this.#at - this.#settleMs
    let word: string = this.#cursor ?? ''
    for (const [log, heard] of this.#heard) {
      if (heard.at < from) this.#heard.delete(log)
      else word += `,${encodeURIComponent(log)}=${heard.seq}`
    }
    return word
  }

  #move({ at, cursor }: Moment): void {
    this.#at = at
    this.#cursor = cursor
  }
}

/** Between such a word and a ticket for the next connection. */
export const NEXT = ';'

/** What such a word, or a cursor alone, says. Refuses `invalid_cursor`. */
export function sinceOf(word: string): Since {
  const [cursor, ...logs] = (word.split(NEXT)[0] ?? '').split(',')
  const heard = new Map<string, number>()
  for (const entry of logs) {
    const [, log, seq] = /^([^=]{1,500})=(\d{1,15})$/.exec(entry) ?? []
    if (log === undefined) throw new Refusal('invalid_cursor')
    heard.set(decode(log), Number(seq))
  }
  return { cursor: cursor === '' ? undefined : cursor, heard }
}

function decode(log: string): string {
  try {
    return decodeURIComponent(log)
  } catch {
    throw new Refusal('invalid_cursor')
  }
}
