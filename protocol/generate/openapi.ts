import * as z from 'zod'
import { Problem } from '../frames.ts'
import type { Op } from '../op.ts'
import { REFUSALS } from '../refusals.ts'
import { withJsonTexts } from './json-text.ts'
import { describe, nounOf, tagsOf } from './nouns.ts'
import { type Ops, schemasOf } from './ops.ts'
import { jsonSchemas, located } from './schemas.ts'

/** A JSON Schema, as plain data. */
export type Schema = { readonly [keyword: string]: unknown }

/** OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), as far as Parlance uses it. */
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
  /** The description of the bearer credential. */
  readonly bearer: string
}

/** The document of a table of commands. A command's name is its `operationId`. */
export function openApi(ops: Ops, { title, version, description, bearer }: About): OpenApi {
  // The outputs use the schemas for input, too: those do not forbid further fields, which a newer server can send.
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
        ...requestOf(op, name === 'batch' ? batchOf(inputs.of) : (inputs.of[name] ?? {})),
        responses: { ...responsesOf(op, outputs.of[name] ?? {}), ...REFUSED },
      },
    }
  }
  return located<OpenApi>({
    openapi: '3.1.1',
    info: {
      title,
      version,
      description,
      contact: { name: 'The operator of this server' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: tagsOf(ops),
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: { ...outputs.defs, ...inputs.defs, Refusal: REFUSAL.of.refusal ?? {} },
      responses: {
        Refusal: {
          description: 'A refusal. Its `code` is stable',
          content: { 'application/problem+json': { schema: ref('Refusal') } },
        },
      },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: bearer } },
    },
  })
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

/** The input of `batch`, in which each command has its own input. */
function batchOf({ batch = {}, ...others }: Readonly<Record<string, Schema>>): Schema {
  const items = Object.entries(others).map(([name, input]) => ({
    type: 'object',
    properties: { name: { const: name }, input },
    required: needsInput(input) ? ['name', 'input'] : ['name'],
    additionalProperties: false,
  }))
  const properties = batch['properties'] as Record<string, Schema>
  const commands = { ...properties['commands'], items: { oneOf: items } }
  return { ...batch, properties: { ...properties, commands } }
}

const needsInput = ({ required, oneOf }: Schema): boolean =>
  oneOf !== undefined || (Array.isArray(required) && required.length > 0)

/** The body of a refusal over HTTP (RFC 9457). */
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

/** Divides a command's input into the path, the query and the body. */
function requestOf({ method, path }: Op, input: Schema): Partial<Operation> {
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
  const requiredInBody = required.filter((name) => !isIn(name))
  const isObject = Object.keys(properties).length > 0
  const body = isObject
    ? {
        ...rest,
        properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
        ...(requiredInBody.length > 0 && { required: requiredInBody }),
      }
    : input
  const takesBody = hasBody && (others.length > 0 || 'oneOf' in input || 'anyOf' in input)
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(takesBody && {
      requestBody: {
        required: requiredInBody.length > 0 || !isObject || 'minProperties' in rest,
        content: { 'application/json': { schema: body } },
      },
    }),
  }
}

function responsesOf({ status }: Op, output: Schema): Record<string, Response> {
  const of = (code: number): Response =>
    code === 204
      ? { description: 'Done' }
      : {
          description:
            code === 201 ? 'Created' : typeof status === 'number' ? 'Success' : 'It exists already',
          content: { 'application/json': { schema: output } },
        }
  const codes = typeof status === 'number' ? [status] : [...status].sort()
  return Object.fromEntries(codes.map((code) => [`${code}`, of(code)]))
}
