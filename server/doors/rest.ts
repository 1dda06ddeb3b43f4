import type { BunRequest } from 'bun'
import * as z from 'zod'
import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { Op } from '../../protocol/op.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { answerJson, answerRefusal, refusalOf } from './answer.ts'
import { runCommand } from './command.ts'
import type { House } from './door.ts'
import { decodeUtf8, parseJson } from './json.ts'
import { checkHost } from './origin.ts'
import type { Strangers } from './strangers.ts'

type Handler = (request: BunRequest, server: Bun.Server<unknown>) => Promise<Response>
export type Routes = Record<string, Record<string, Handler>>

/** The commands that have a path, as routes of `Bun.serve`. */
export function restRoutes(house: House, strangers: Strangers): Routes {
  const routes: Routes = {}
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const { method, path } = COMMANDS[name]
    const address = `/api/v1${path}`
    routes[address] = { ...routes[address], [method]: handler(house, strangers, name) }
  }
  for (const methods of Object.values(routes)) {
    const allow = Object.keys(methods).join(', ')
    for (const method of METHODS) methods[method] ??= async () => notAllowed(allow)
  }
  return routes
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function notAllowed(allow: string): Response {
  const answer = answerRefusal(new Refusal('method_not_allowed'))
  answer.headers.set('allow', allow)
  return answer
}

function handler(house: House, strangers: Strangers, name: CommandName): Handler {
  const op: Op = COMMANDS[name]
  const kinds = fieldsOf(op.input)
  return async (request, server) => {
    try {
      checkHost(request)
      const caller = op.asker === 'anyone' ? undefined : await house.callerOf.request(request)
      if (op.asker === 'anyone') strangers.take(request, server)
      const input = {
        ...(await bodyOf(request, op)),
        ...queryOf(request, op, kinds),
        ...request.params,
      }
      const { status, body } = await runCommand(house.world, house.flood, name, caller, input)
      return answerJson(status, body)
    } catch (error) {
      return answerRefusal(refusalOf(error, house.log))
    }
  }
}

const MAY_HAVE_BODY = new Set(['POST', 'PUT', 'PATCH'])

async function bodyOf(request: BunRequest, { method }: Op): Promise<object> {
  if (!MAY_HAVE_BODY.has(method)) return {}
  const bytes = await readBody(request)
  if (bytes.byteLength === 0) return {}
  const body = parseJson(decodeUtf8(bytes))
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal('invalid_json', 'The body must be a JSON object')
  // A path names its thing once: a second, other answer in the body is refused, not dropped.
  const twice = Object.keys(request.params).filter((key) => Object.hasOwn(body, key))
  if (twice.length > 0)
    throw new Refusal('invalid_input', `${twice.join()} stands in the path already`)
  return body
}

/** At most 1 MiB, by what it says and by what comes. */
export async function readBody(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > LIMITS.bodyBytes)
    throw new Refusal('too_large', 'A body is at most 1 MiB')
  if (request.headers.has('content-length')) return new Uint8Array(await request.arrayBuffer())
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > LIMITS.bodyBytes) throw new Refusal('too_large', 'A body is at most 1 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A field that takes several is said once for each: `?id=a&id=b`. */
function queryOf(request: Request, { method }: Op, kinds: ReadonlyMap<string, unknown>): object {
  const start = request.url.indexOf('?')
  if (start < 0 || method !== 'GET') return {}
  const out: Record<string, unknown> = Object.create(null)
  for (const [key, value] of new URLSearchParams(request.url.slice(start))) {
    const kind = kinds.get(key)
    const before = out[key]
    if (kind === 'array') out[key] = Array.isArray(before) ? [...before, value] : [value]
    else out[key] = kind === 'integer' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  }
  return { ...out }
}

/** A query knows only text: which of its fields are numbers or lists, the command's input says. */
function fieldsOf(input: z.ZodType): ReadonlyMap<string, unknown> {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  const fields = Object.entries(schema.properties ?? {})
  return new Map(fields.map(([key, f]) => [key, typeof f === 'object' ? f.type : undefined]))
}
