import { createHash } from 'node:crypto'
import { Refusal } from '../../../../protocol/refusals.ts'

/** An operation: its text, or the hash of a known one. */
export type OperationInput = {
  readonly query?: string | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

/** SHA-256 of a document, in hex, and the document. */
export type Operations = ReadonlyMap<string, string>

/**
 * The app's own operations, said by their hash (https://www.apollographql.com/docs/apollo-server/performance/apq
 * has the shape, without its registering by anybody): shorter, and where `only`, no others are carried out.
 */
export class KnownOperations {
  readonly #operations: Operations
  readonly #only: boolean

  constructor(texts: readonly string[], only: boolean) {
    this.#operations = new Map(texts.map((text) => [hashOf(text), text]))
    this.#only = only
  }

  /** Refuses `invalid_operation` and `unknown_operation`. */
  textOf({ query, extensions }: OperationInput): string {
    const said = extensions?.['persistedQuery']
    const hash =
      typeof said === 'object' && said !== null ? Reflect.get(said, 'sha256Hash') : undefined
    const known = typeof hash === 'string' ? this.#operations.get(hash) : undefined
    if (known !== undefined) return known
    if (this.#only || (hash !== undefined && !query)) throw new Refusal('unknown_operation')
    if (!query)
      throw new Refusal('invalid_operation', 'query is missing: send the text of the operation')
    return query
  }
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
