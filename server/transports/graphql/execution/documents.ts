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
import { NotBegun, requestError } from './errors.ts'
import { checkSize, DOCUMENT } from './limits.ts'
import type { KnownOperations, OperationInput } from './operations.ts'

/** Characters of documents that are remembered, parsed and checked: that costs more than most answers. */
const REMEMBERED_CHARS = 1024 * 1024
/** So many, parsed and checked, cost as much as a command. */
const CHARS_PER_COMMAND = 4096
/** Pairs of fields that validation compares: 29,000 take 22 ms. */
const PAIRS_PER_COMMAND = 5000

export type Checked = { readonly text: string; readonly document: DocumentNode }

/** Texts become documents that fit the schema, each checked once. */
export class Documents {
  readonly schema: GraphQLSchema
  readonly #rules: typeof specifiedRules
  readonly #known: KnownOperations
  readonly #checked = new Map<string, Checked>()
  #chars = 0

  constructor(schema: GraphQLSchema, known: KnownOperations, introspection: boolean) {
    this.schema = schema
    this.#known = known
    this.#rules = introspection
      ? specifiedRules
      : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  }

  /**
   * One that is not remembered is paid for before it is read. Refuses `too_complex` and `too_large`, and
   * throws what GraphQL says against it.
   */
  find(asked: OperationInput, pay: (cost: number) => void): Checked {
    const text = this.#known.textOf(asked)
    const known = this.#checked.get(text)
    if (known !== undefined) return known
    pay(1 + Math.min(text.length, DOCUMENT.chars) / CHARS_PER_COMMAND)
    const checked = { text, document: this.#check(text, pay) }
    this.#remember(checked)
    return checked
  }

  #check(text: string, pay: (cost: number) => void): DocumentNode {
    if (text.length > DOCUMENT.chars)
      throw new Refusal('too_large', 'A document must have at most 32,768 characters: split it')
    const document = parsed(text)
    pay(checkSize(document) / PAIRS_PER_COMMAND)
    const errors = validate(this.schema, document, this.#rules, {
      maxErrors: 5,
      hideSuggestions: true,
    })
    if (errors.length === 0) return document
    throw new NotBegun(
      errors.map((error) => requestError(error, 'invalid_operation')),
      'invalid_operation',
    )
  }

  #remember(checked: Checked): void {
    this.#checked.set(checked.text, checked)
    this.#chars += checked.text.length
    for (const [text] of this.#checked) {
      if (this.#chars <= REMEMBERED_CHARS) break
      this.#checked.delete(text)
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
        `An operation may have at most ${DOCUMENT.tokens} tokens: split it`,
      )
    throw new NotBegun([requestError(error, 'invalid_operation')], 'invalid_operation')
  }
}
