import type { EncodedEvent } from '../../../hub/encoded-event.ts'
import type { EventEncoder } from './operation.ts'

/** Stands for the resume token in an encoded payload. It is random, so no client can send it. */
const TOKEN_PLACEHOLDER = crypto.randomUUID()

/** An event as the payload of a subscription, cut at the positions of the resume token. */
export type EncodedResult = {
  readonly type: string
  readonly pieces: readonly string[]
  /** The complete payload, where all subscriptions that receive it have the same resume token. */
  shared?: { readonly payload: string; readonly token: string }
}

/**
 * The common result of all subscriptions with the same document, operation and variables. Each event is executed and
 * encoded once for all of them, because no field of an event depends on its receiver.
 */
export class ResultShape {
  readonly key: string
  subscriptions = 0
  readonly #encode: EventEncoder['encode']
  #last: { readonly event: EncodedEvent | string; readonly result: EncodedResult } | undefined

  constructor({ key, encode }: EventEncoder) {
    this.key = key
    this.#encode = encode
  }

  /** The result of an event of a log, or of an ephemeral event. */
  resultOf(event: EncodedEvent | string): EncodedResult {
    if (this.#last?.event === event) return this.#last.result
    const result = this.encode(JSON.parse(typeof event === 'string' ? event : event.text))
    this.#last = { event, result }
    return result
  }

  encode(event: { readonly type: string }): EncodedResult {
    const payload = this.#encode({ after: TOKEN_PLACEHOLDER, event })
    return { type: event.type, pieces: payload.split(TOKEN_PLACEHOLDER) }
  }
}
