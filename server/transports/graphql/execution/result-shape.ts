import type { EncodedEvent } from '../../../hub/encoded-event.ts'
import type { ShapeOf } from './operation.ts'

/** Stands in what is encoded where each listener has a word of their own. Nobody can say it. */
const PLACE = crypto.randomUUID()

/** An event in the words of an operation, cut where the word to come back with belongs. */
export type EncodedResult = {
  readonly type: string
  readonly pieces: readonly string[]
  /** Put together, where all who hear it come back by the same word. */
  whole?: { readonly payload: string; readonly word: string }
}

/**
 * Everyone who asks for events in the same words: each event is executed and encoded once for all of
 * them, as nothing that it says depends on who hears it.
 */
export class ResultShape {
  readonly key: string
  listeners = 0
  readonly #tell: ShapeOf['tell']
  #last: { readonly of: EncodedEvent | string; readonly told: EncodedResult } | undefined

  constructor({ key, tell }: ShapeOf) {
    this.key = key
    this.#tell = tell
  }

  /** An event, or what passes. */
  told(received: EncodedEvent | string): EncodedResult {
    if (this.#last?.of === received) return this.#last.told
    const told = this.tell(JSON.parse(typeof received === 'string' ? received : received.text))
    this.#last = { of: received, told }
    return told
  }

  tell(event: { readonly type: string }): EncodedResult {
    return { type: event.type, pieces: this.#tell({ after: PLACE, event }).split(PLACE) }
  }
}
