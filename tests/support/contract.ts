import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { version } from '../../package.json'
import { clientDocument, managementDocument } from '../../protocol/generate/documents.ts'
import type { OpenApi } from '../../protocol/generate/openapi.ts'

type Answer = { readonly status: number; readonly type: string | null; readonly body: unknown }

/** Throws where an answer is not what the document says: a status, a type, a field too many or too few. */
export class Contract {
  readonly #document: OpenApi
  readonly #ajv: Ajv2020
  readonly #paths: readonly (readonly [RegExp, string])[]
  readonly #validators = new Map<string, ValidateFunction>()

  constructor(document: OpenApi) {
    this.#document = document
    this.#ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats(this.#ajv as never)
    this.#ajv.addSchema(closed(document) as object, 'document')
    // What is written out goes before what stands for anything.
    this.#paths = Object.keys(document.paths)
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map((path) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), path])
  }

  check(method: string, address: string, { status, type, body }: Answer): void {
    const what = `${method} ${address}: ${status}`
    if (status >= 400) {
      if (type !== 'application/problem+json') throw new Error(`${what} as ${type}`)
      return this.#validate('/components/schemas/Refusal', body, what)
    }
    const [, path] =
      this.#paths.find(([pattern]) => pattern.test(address.split('?')[0] ?? '')) ?? []
    if (path === undefined) return // an address that is no command's
    const verb = method.toLowerCase()
    const response = this.#document.paths[path]?.[verb]?.responses[`${status}`]
    if (response === undefined) throw new Error(`${what} is not in the document`)
    if ('content' in response)
      this.#validate(
        `/paths/${path.replaceAll('/', '~1')}/${verb}/responses/${status}/content/application~1json/schema`,
        body,
        what,
      )
    else if (body !== undefined) throw new Error(`${what} says something`)
  }

  #validate(pointer: string, body: unknown, what: string): void {
    let validate = this.#validators.get(pointer)
    if (validate === undefined) {
      validate = this.#ajv.compile({ $ref: `document#${encodeURI(pointer)}` })
      this.#validators.set(pointer, validate)
    }
    if (!validate(body))
      throw new Error(
        `${what}: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`,
      )
  }
}

/** Clients bear with fields that the document does not know; tests do not. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  if (out['type'] === 'object' && 'properties' in out) out['additionalProperties'] ??= false
  return out
}

export const CLIENT = new Contract(clientDocument(version))
export const MANAGEMENT = new Contract(managementDocument(version))
