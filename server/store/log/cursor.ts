import type { Cursor } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'

/**
 * A cursor is a time of the store's clock, in ms, with a signature that only this deployment can create
 * (64 bits of an HMAC-SHA256). A cursor of another deployment, or one that was changed, is refused. Otherwise
 * it would be answered with the wrong part of the log.
 */
export class Cursors {
  readonly #secret: string
  #last: { at: number; cursor: Cursor } | undefined

  constructor(secret: string) {
    this.#secret = secret
  }

  /** The events of one commit share their time, so the last cursor is cached. */
  encode(at: number): Cursor {
    if (this.#last?.at !== at) this.#last = { at, cursor: this.#sign(at.toString(36)) }
    return this.#last.cursor
  }

  /** Returns the time of a cursor. Refuses `invalid_cursor`. */
  decode(cursor: string): number {
    const [time = ''] = cursor.split('.', 1)
    if (!/^[0-9a-z]{1,9}$/.test(time) || this.#sign(time) !== cursor)
      throw new Refusal('invalid_cursor')
    return Number.parseInt(time, 36)
  }

  #sign(time: string): Cursor {
    const mac = new Bun.CryptoHasher('sha256', this.#secret).update(time).digest('base64url')
    return `${time}.${mac.slice(0, 11)}` as Cursor
  }
}
