import * as z from 'zod'
import { Problem } from '../frames.ts'
import type { Op } from '../op.ts'
import { REFUSALS } from '../refusals.ts'
import { withJsonTexts } from './json-text.ts'
import { describe, nounOf, tagsOf } from './nouns.ts'
import { type Ops, schemasOf } from './ops.ts'
import { jsonSchemas, located } from './schemas.ts'

/** A JSON Schema, to be read. */
export type Schema = { readonly [keyword: string]: unknown }

/** OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), as far as we use it. */
export type OpenApi = {
  readonly openapi: '3.1.1'
  readonly info: Readonly<Record<'title' | 'version' | 'description', string>> & {
    readonly contact: { readonly name: string }
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses: Readonly<Record<string, Response>>
    readonly securitySchemes: Readonly<Record<string, Schema>>
  }
}
export type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, Response | { readonly $ref: string }>>
}
export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly schema: Schema
}
type Response = { readonly description: string; readonly content?: Content }
type Content = Readonly<Record<string, { readonly schema: Schema }>>

export type About = {
  readonly title: string
  readonly version: string
  readonly description: string
  /** What stands behind `Bearer`. */
  readonly bearer: string
}

/** A table of commands as a document; a command's name is its `operationId`. */
export function openApi(ops: Ops, { title, version, description, bearer }: About): OpenApi {
  // Both as they may come in: on the way out more may come than is said here.
  const inputs = withJsonTexts(jsonSchemas(schemasOf(ops, 'input'), 'input'))
  const outputs = jsonSchemas(schemasOf(ops, 'output'), 'input')
  const paths: Record<string, Record<string, Operation>> = {}
  for (const [name, op] of Object.entries(ops)) {
    const path = op.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = {
      ...paths[path],
      [op.method.toLowerCase()]: {
        operationId: name,
        summary: op.summary,
        description: describe(name, op),
        tags: [nounOf(name)],
        security:
          op.asker === 'anyone' ? [] : [{ bearer: op.scope === undefined ? [] : [op.scope] }],
        ...asked(op, name === 'batch' ? batchOf(inputs.of) : (inputs.of[name] ?? {})),
        responses: { ...answers(op, outputs.of[name] ?? {}), ...REFUSED },
      },
    }
  }
  return located<OpenApi>({
    openapi: '3.1.1',
    info: {
      title,
      version,
      description,
      contact: { name: 'Whoever runs this server' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: tagsOf(ops),
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: { ...outputs.defs, ...inputs.defs, Refusal: REFUSAL.of.refusal ?? {} },
      responses: {
        Refusal: {
          description: 'A refusal: `code` says which, and is stable',
          content: { 'application/problem+json': { schema: ref('Refusal') } },
        },
      },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: bearer } },
    },
  })
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

/** Each of its commands is one of the table, with the input of that. */
function batchOf({ batch = {}, ...others }: Readonly<Record<string, Schema>>): Schema {
  const items = Object.entries(others).map(([name, input]) => ({
    type: 'object',
    properties: { name: { const: name }, input },
    required: hasToSay(input) ? ['name', 'input'] : ['name'],
    additionalProperties: false,
  }))
  const properties = batch['properties'] as Record<string, Schema>
  const commands = { ...properties['commands'], items: { oneOf: items } }
  return { ...batch, properties: { ...properties, commands } }
}

const hasToSay = ({ required, oneOf }: Schema): boolean =>
  oneOf !== undefined || (Array.isArray(required) && required.length > 0)

/** RFC 9457, for whatever was refused. */
const { message: detail, ...hints } = Problem.shape
const Refused = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  ...hints,
  code: z.enum(Object.keys(REFUSALS)),
  detail,
})
const REFUSAL = jsonSchemas({ refusal: Refused }, 'input')
const REFUSED = {
  '4XX': { $ref: '#/components/responses/Refusal' },
  '5XX': { $ref: '#/components/responses/Refusal' },
}

/** The fields of a path, a query and a body are one input: here they part again. */
function asked({ method, path }: Op, input: Schema): Partial<Operation> {
  const {
    properties = {},
    required = [],
    ...rest
  } = input as {
    properties?: Record<string, Schema>
    required?: string[]
  }
  const isIn = (name: string) => path.split('/').includes(`:${name}`)
  const inPath = Object.keys(properties).filter(isIn)
  const others = Object.keys(properties).filter((name) => !isIn(name))
  const parameter = (name: string, place: 'path' | 'query'): Parameter => ({
    name,
    in: place,
    required: required.includes(name),
    schema: properties[name] ?? {},
  })
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const query = hasBody ? [] : others.map((name) => parameter(name, 'query'))
  const parameters = [...inPath.map((name) => parameter(name, 'path')), ...query]
  const needed = required.filter((name) => !isIn(name))
  const isObject = Object.keys(properties).length > 0
  const body = isObject
    ? {
        ...rest,
        properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
        ...(needed.length > 0 && { required: needed }),
      }
    : input
  const isAsked = hasBody && (others.length > 0 || 'oneOf' in input || 'anyOf' in input)
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(isAsked && {
      requestBody: {
        required: needed.length > 0 || !isObject || 'minProperties' in rest,
        content: { 'application/json': { schema: body } },
      },
    }),
  }
}

function answers({ status }: Op, output: Schema): Record<string, Response> {
  const of = (code: number): Response =>
    code === 204
      ? { description: 'It is done' }
      : {
          description:
            code === 201 ? 'Made' : typeof status === 'number' ? 'Found' : 'There already',
          content: { 'application/json': { schema: output } },
        }
  const codes = typeof status === 'number' ? [status] : [...status].sort()
  return Object.fromEntries(codes.map((code) => [`${code}`, of(code)]))
}
