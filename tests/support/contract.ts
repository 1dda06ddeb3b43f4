import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenApi } from '../../protocol/generate/openapi.ts'

type Answer = { readonly status: number; readonly type: string | null; readonly body: unknown }

/** The documents as the server has them, which are those of `npm run generate`. */
const FOLDER = join(import.meta.dir, '../../docs/api')

/** Throws where an answer is not what the document says: a status, a type, a field too many or too few. */
export class Contract {
  readonly #file: string
  #read: ReturnType<typeof readDocument> | undefined
  readonly #validators = new Map<string, ValidateFunction>()

  constructor(file: string) {
    this.#file = file
  }

  check(method: string, address: string, { status, type, body }: Answer): void {
    const what = `${method} ${address}: ${status}`
    const { document, paths } = this.#document
    if (status >= 400) {
      if (type !== 'application/problem+json') throw new Error(`${what} as ${type}`)
      return this.#validate('/components/schemas/Refusal', body, what)
    }
    const [, path] = paths.find(([pattern]) => pattern.test(address.split('?')[0] ?? '')) ?? []
    if (path === undefined) return // an address that is no command's
    const verb = method.toLowerCase()
    const response = document.paths[path]?.[verb]?.responses[`${status}`]
    if (response === undefined) throw new Error(`${what} is not in the document`)
    if ('content' in response)
      this.#validate(
        `/paths/${path.replaceAll('/', '~1')}/${verb}/responses/${status}/content/application~1json/schema`,
        body,
        what,
      )
    else if (body !== undefined) throw new Error(`${what} says something`)
  }

  get #document() {
    this.#read ??= readDocument(this.#file)
    return this.#read
  }

  #validate(pointer: string, body: unknown, what: string): void {
    let validate = this.#validators.get(pointer)
    if (validate === undefined) {
      validate = this.#document.ajv.compile({ $ref: `document#${encodeURI(pointer)}` })
      this.#validators.set(pointer, validate)
    }
    if (!validate(body))
      throw new Error(
        `${what}: ${this.#document.ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`,
      )
  }
}

function readDocument(file: string) {
  const document: OpenApi = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))
  // That the document is valid itself is a test of its own.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, meta: false })
  addFormats(ajv as never)
  ajv.addSchema(closed(document) as object, 'document')
  // What is written out goes before what stands for anything.
  const paths = Object.keys(document.paths)
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .map((path) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), path] as const)
  return { document, ajv, paths }
}

/** Clients bear with fields that the document does not know; tests do not. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  if (out['type'] === 'object' && 'properties' in out) out['additionalProperties'] ??= false
  return out
}

export const CLIENT = new Contract('client.openapi.json')
export const MANAGEMENT = new Contract('management.openapi.json')
