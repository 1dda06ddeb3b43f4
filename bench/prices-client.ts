import { SignJWT } from 'jose'
import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { MANAGEMENT, type ManagementName } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { KEY } from './prices-process.ts'
import { SECRET } from './variants.ts'

export type Person = { readonly id: string; readonly token: string }
export type Input = Readonly<Record<string, unknown>>
/** `refused` is the code of a refusal. */
export type Answer = { readonly refused?: string; readonly detail?: string; readonly body: unknown }
export type Command = { readonly name: string; readonly input: Input }

export async function personOf(id: string): Promise<Person> {
  const token = await new SignJWT({ name: id.slice(0, 60) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setIssuer('bench')
    .setExpirationTime('1 day')
    .sign(new TextEncoder().encode(SECRET))
  return { id, token }
}

/** A command over REST, as this person. */
export const overRest = (
  port: number,
  person: Person | undefined,
  name: CommandName,
  input: Input,
): Promise<Answer> => send(port, COMMANDS[name], person?.token, input)

/** A command of the app's, on the management port. */
export const asApp = (port: number, name: ManagementName, input: Input): Promise<Answer> =>
  send(port, MANAGEMENT[name], KEY, input)

/** Many of them, together. Throws where one is refused. */
export async function batch(port: number, commands: readonly Command[], mode = 'all') {
  const results: Record<string, unknown>[] = []
  for (let i = 0; i < commands.length; i += 50) {
    const some = { mode, commands: commands.slice(i, i + 50) }
    const { body } = told('batch', await send(port, MANAGEMENT.batch, KEY, some))
    const outcomes = (body as { results: { result?: object; error?: object }[] }).results
    for (const { result, error } of outcomes) {
      if (result === undefined) throw new Error(`batch: ${JSON.stringify(error)}`)
      results.push(result as Record<string, unknown>)
    }
  }
  return results
}

/** What was not to be refused. */
export function told(what: string, answer: Answer): Answer {
  if (answer.refused !== undefined)
    throw new Error(`${what} was refused: ${answer.refused} ${answer.detail ?? ''}`)
  return answer
}

async function send(port: number, op: Op, token: string | undefined, input: Input) {
  const { path, body } = requestOf(op, input)
  return answerOf(
    await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: op.method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body }),
    }),
  )
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text
  if (response.ok) return { body }
  const { code = `status ${response.status}`, detail } = Object(body) as Record<string, string>
  return { refused: code, ...(detail !== undefined && { detail }), body }
}

/** The fields of a path, a query and a body. */
function requestOf({ method, path, input: _ }: Op, input: Input) {
  const rest: Record<string, unknown> = { ...input }
  const address = path.replace(/:(\w+)/g, (_, field: string) => {
    const value = String(rest[field])
    delete rest[field]
    return encodeURIComponent(value)
  })
  if (method === 'POST' || method === 'PUT' || method === 'PATCH')
    return { path: address, body: JSON.stringify(rest) }
  const query = new URLSearchParams()
  for (const [field, value] of Object.entries(rest))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) query.append(field, String(each))
  return { path: query.size > 0 ? `${address}?${query}` : address, body: undefined }
}
