import type { BunRequest } from 'bun'
import * as z from 'zod'
import { decodeUtf8, parseJson } from '../../../protocol/json.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Op } from '../../../protocol/op.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { answerRefusal, answerText, type HeaderFields, refusalOf } from '../answer.ts'
import type { Services } from '../services.ts'
import { clip } from '../validate.ts'

type Server = Bun.Server<unknown>
type Handler = (request: BunRequest, server: Server) => Promise<Response>
export type Routes = Record<string, Record<string, Handler>>

/** How a port authenticates a request, before it reads the body, and how it runs the command. */
export type CommandRunner<C> = {
  readonly authenticate: (op: Op, request: BunRequest, server: Server) => Promise<C>
  readonly run: (name: string, caller: C, input: unknown, request: Request) => Promise<Answer>
  /** Whether callers can say that their traces are recorded. */
  readonly isTraceTrusted?: boolean
  /** The header fields that say how much of the rate is left. `caller`: undefined if it was not authenticated. */
  readonly rateFields?: (caller: C | undefined, request: BunRequest, server: Server) => HeaderFields
  /** The values of `Set-Cookie` of a refusal. */
  readonly refusalCookies?: (name: string, request: Request, refusal: Refusal) => readonly string[]
}

/** `cookies`: values of `Set-Cookie`. */
type Answer = {
  readonly status: number
  readonly text: string
  readonly cookies?: readonly string[]
}

/**
 * Turns a table of commands into routes of `Bun.serve`. A command has two addresses: its own, and one with its name, to
 * which the SDKs post the whole input.
 */
export function routesOf<C>(
  ops: Readonly<Record<string, Op>>,
  runner: CommandRunner<C>,
  services: Services,
): Routes {
  const routes: Routes = {}
  const byName = new Map<string, Handler>()
  for (const [name, op] of Object.entries(ops)) {
    const path = `/api/v1${op.path}`
    const params = (request: BunRequest) => request.params
    routes[path] = { ...routes[path], [op.method]: handler(name, op, params, runner, services) }
    byName.set(
      name,
      handler(name, op, () => ({}), runner, services),
    )
  }
  const run: Handler = async (request, server) => {
    const named = byName.get(request.params['command'] ?? '')
    return named?.(request, server) ?? answerRefusal(new Refusal('unknown_command'))
  }
  return { ...routes, '/api/v1/commands/:command': { POST: run } }
}

function handler<C>(
  name: string,
  op: Op,
  params: (request: BunRequest) => object,
  {
    authenticate,
    run,
    isTraceTrusted = false,
    rateFields = () => ({}),
    refusalCookies = () => [],
  }: CommandRunner<C>,
  services: Services,
): Handler {
  let fields: Fields | undefined
  return async (request, server) => {
    let caller: C | undefined
    try {
      caller = await authenticate(op, request, server)
      const input = {
        ...(await bodyOf(request, op, params(request))),
        ...queryOf(request, () => (fields ??= fieldsOf(op.input))),
        ...params(request),
      }
      const from = caller
      const work = () => run(name, from, input, request)
      const traceparent = request.headers.get('traceparent')
      const ran = services.meter.within(traceparent, work, isTraceTrusted)
      const { status, text, cookies = [] } = await ran
      const answer = answerText(status, text, rateFields(caller, request, server))
      for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
      return answer
    } catch (error) {
      const refusal = refusalOf(error, services)
      const answer = answerRefusal(refusal, rateFields(caller, request, server))
      for (const cookie of refusalCookies(name, request, refusal))
        answer.headers.append('set-cookie', cookie)
      return answer
    }
  }
}

const MAY_HAVE_BODY = new Set(['POST', 'PUT', 'PATCH'])

async function bodyOf(
  request: BunRequest,
  { bodyBytes, bodyValues }: Op,
  params: object,
): Promise<object> {
  if (!MAY_HAVE_BODY.has(request.method)) return noBody(request)
  const bytes = await readBody(request, bodyBytes ?? LIMITS.bodyBytes)
  if (bytes.byteLength === 0) return {}
  const body = parseJson(decodeUtf8(bytes), bodyValues)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal('invalid_json', 'The body must be a JSON object')
  // A field of the path is refused in the body, not ignored: the two values could differ.
  const repeated = Object.keys(params).filter((key) => Object.hasOwn(body, key))
  if (repeated.length > 0)
    throw new Refusal(
      'invalid_input',
      `${repeated.join()} is in the path already: remove it from the body`,
    )
  return body
}

/** Fields in the body of a DELETE cannot be ignored: without `others` it signs out everywhere. */
async function noBody(request: BunRequest): Promise<object> {
  const { headers, method } = request
  const hasBody = headers.has('content-length') || headers.has('transfer-encoding')
  if (!hasBody || (await readBody(request)).byteLength === 0) return {}
  throw new Refusal('invalid_input', `${method} has no body: send its fields in the query`)
}

/** Reads a body of at most `maxBytes`: it checks the announced length and the received bytes. */
export async function readBody(
  request: Request,
  maxBytes: number = LIMITS.bodyBytes,
): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') throw new Refusal('unsupported_encoding')
  const tooLarge = () =>
    new Refusal(
      'too_large',
      `The body may have at most ${maxBytes / 1024 / 1024} MiB: send less at once`,
    )
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  try {
    if (request.headers.has('content-length')) return new Uint8Array(await request.arrayBuffer())
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > maxBytes) throw tooLarge()
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    // The client has disconnected, or its chunks are malformed. It is not an error of this server.
    throw error instanceof Refusal ? error : new Refusal('body_incomplete')
  }
}

type Kind = 'integer' | 'boolean' | 'array'
type Fields = ReadonlyMap<string, Kind>

/** The input of a command without a body. A list is written as a repeated field: `?id=a&id=b`. */
function queryOf(request: Request, fieldsOfInput: () => Fields): object {
  const start = request.url.indexOf('?')
  if (start < 0 || MAY_HAVE_BODY.has(request.method)) return {}
  const fields = fieldsOfInput()
  const query: Record<string, unknown> = Object.create(null)
  for (const [key, value] of new URLSearchParams(request.url.slice(start))) {
    if (value.includes('\0'))
      throw new Refusal('invalid_input', `${clip(key)} must have no NUL (U+0000): remove it`)
    query[key] = fieldOf(value, fields.get(key), query[key])
  }
  return { ...query }
}

function fieldOf(text: string, type: Kind | undefined, before: unknown): unknown {
  if (type === 'array') return Array.isArray(before) ? [...before, text] : [text]
  if (type === 'integer' && /^-?\d{1,16}$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** The fields of an input that are not text. A query contains only text, so they are converted. */
function fieldsOf(input: z.ZodType): Fields {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  const fields = new Map<string, Kind>()
  for (const [key, field] of Object.entries(properties)) {
    const type = typeof field === 'object' ? field.type : undefined
    if (type === 'integer' || type === 'boolean' || type === 'array') fields.set(key, type)
  }
  return fields
}
