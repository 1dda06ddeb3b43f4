import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { Refusal } from '../../../../protocol/refusals.ts'
import { OperationRejected, requestError } from './errors.ts'
import { checkSize, DOCUMENT } from './limits.ts'
import type { KnownOperations, OperationInput } from './operations.ts'

/** The most characters of cached documents. Parsing and validating a document costs more than most answers. */
const CACHED_CHARS = 1024 * 1024
/** Parsing and validating this many characters costs as much as one command. */
const CHARS_PER_COMMAND = 4096
/** Validation compares pairs of fields with the same name; this many pairs cost one command. 29,000 take 22 to 44 ms. */
const PAIRS_PER_COMMAND = 2500

export type CheckedDocument = { readonly text: string; readonly document: DocumentNode }

/** Parses and validates documents, and caches them by their text. */
export class Documents {
  readonly schema: GraphQLSchema
  readonly #rules: typeof specifiedRules
  readonly #operations: KnownOperations
  readonly #cached = new Map<string, CheckedDocument>()
  #chars = 0

  constructor(schema: GraphQLSchema, operations: KnownOperations, introspection: boolean) {
    this.schema = schema
    this.#operations = operations
    this.#rules = introspection
      ? specifiedRules
      : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  }

  /**
   * The document of an operation. A document that is not cached is paid for before it is parsed. Refuses
   * `unknown_operation`, `too_complex` and `too_large`; throws `OperationRejected` with the errors of the validation.
   */
  find(input: OperationInput, pay: (cost: number) => void): CheckedDocument {
    const text = this.#operations.textOf(input)
    const cached = this.#cached.get(text)
    if (cached !== undefined) return cached
    pay(1 + Math.min(text.length, DOCUMENT.chars) / CHARS_PER_COMMAND)
    const checked = { text, document: this.#check(text, pay) }
    this.#cache(checked)
    return checked
  }

  #check(text: string, pay: (cost: number) => void): DocumentNode {
    if (text.length > DOCUMENT.chars)
      throw new Refusal('too_large', 'A document can have at most 32,768 characters: split it')
    const document = parsed(text)
    pay(checkSize(document) / PAIRS_PER_COMMAND)
    const errors = validate(this.schema, document, this.#rules, {
      maxErrors: 5,
      hideSuggestions: true,
    })
    if (errors.length === 0) return document
    throw new OperationRejected(
      errors.map((error) => requestError(error, 'invalid_operation')),
      'invalid_operation',
    )
  }

  #cache(checked: CheckedDocument): void {
    this.#cached.set(checked.text, checked)
    this.#chars += checked.text.length
    for (const [text] of this.#cached) {
      if (this.#chars <= CACHED_CHARS) break
      this.#cached.delete(text)
      this.#chars -= text.length
    }
  }
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: DOCUMENT.tokens })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    if (error.message.includes('token'))
      throw new Refusal(
        'too_complex',
        `A document can have at most ${DOCUMENT.tokens} tokens: split it`,
      )
    throw new OperationRejected([requestError(error, 'invalid_operation')], 'invalid_operation')
  }
}
