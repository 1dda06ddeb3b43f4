import type { Cursor } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'

/**
 * A cursor is a time of the store's clock, in ms, and a mark that only this deployment can make
 * (HMAC-SHA256, 64 bits of it): a word from elsewhere, or changed on its way, is refused rather
 * than answered with the wrong part of the log.
 */
export class Cursors {
  readonly #secret: string
  #last: { at: number; word: Cursor } | undefined

  constructor(secret: string) {
    this.#secret = secret
  }

  /** The events of one commit share their time, so the last word is asked for again. */
  encode(at: number): Cursor {
    if (this.#last?.at !== at) this.#last = { at, word: this.#word(at.toString(36)) }
    return this.#last.word
  }

  /** The time. Refuses `invalid_cursor`. */
  decode(word: string): number {
    const [time = ''] = word.split('.', 1)
    if (!/^[0-9a-z]{1,9}$/.test(time) || this.#word(time) !== word)
      throw new Refusal('invalid_cursor')
    return Number.parseInt(time, 36)
  }

  #word(time: string): Cursor {
    const mac = new Bun.CryptoHasher('sha256', this.#secret).update(time).digest('base64url')
    return `${time}.${mac.slice(0, 11)}` as Cursor
  }
}
