import { createHash } from 'node:crypto'
import { Refusal } from '../../../../protocol/refusals.ts'

/** The text of an operation, or the hash of a registered one. */
export type OperationInput = {
  readonly query?: string | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

/** Documents by their SHA-256 in hex. */
export type Operations = ReadonlyMap<string, string>

/**
 * The operations that the operator has registered. Clients send their hash, as in Apollo's persisted queries
 * (https://www.apollographql.com/docs/apollo-server/performance/apq), but clients cannot register operations. With
 * `only`, all other operations are refused.
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
    const persisted = extensions?.['persistedQuery']
    const hash =
      typeof persisted === 'object' && persisted !== null
        ? Reflect.get(persisted, 'sha256Hash')
        : undefined
    const known = typeof hash === 'string' ? this.#operations.get(hash) : undefined
    if (known !== undefined) return known
    if (this.#only || (hash !== undefined && !query)) throw new Refusal('unknown_operation')
    if (!query)
      throw new Refusal('invalid_operation', 'query is missing: send the text of the operation')
    return query
  }
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
