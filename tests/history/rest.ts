import { COMMANDS } from '../../protocol/commands.ts'
import { type Asking, commandOf } from './command-of.ts'
import type { Call } from './history.ts'
import type { Person, Place, Recorder } from './recorder.ts'

/** How long an answer is waited for where no harm is done, in ms: the machine may be busy. */
export const CALM_MS = 30_000

/** One call over REST, written down. Never throws: what went wrong on the way is `info`. */
export async function callByRest(
  recorder: Recorder,
  { node, url }: Place,
  person: Person,
  ask: Asking,
): Promise<Call> {
  const { method, path, body } = requestOf(ask, person.id)
  const { token, session } = person
  const call = recorder.begin(person.id, node, 'rest', ask, session)
  try {
    const address = `${url}/api/v1${path}`
    const answer = await fetchJson(address, token, method, body, recorder.patienceMs)
    return recorder.end(call, answer.status, answer.body)
  } catch {
    call.ended = performance.now()
    return call
  }
}

/** One call that is not written down, of who prepares or ends a run. */
export const request = (url: string, token: string, method: string, path: string, body?: object) =>
  fetchJson(`${url}/api/v1${path}`, token, method, body)

/** On a connection of its own: one that is kept may be found dead, and the request said twice. */
export async function fetchJson(
  url: string,
  token: string,
  method: string,
  body?: object,
  patienceMs = CALM_MS,
) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    keepalive: false,
    signal: AbortSignal.timeout(patienceMs),
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

type Request = { readonly method: string; readonly path: string; readonly body?: object }

/** Where the table of commands has it: in the path, in the query, and else in the body. */
function requestOf(ask: Asking, me: string): Request {
  const [name, input] = commandOf(ask, me)
  const { method, path } = COMMANDS[name]
  const rest = { ...input }
  const address = path.replace(/:(\w+)/g, (_, field: string) => {
    delete rest[field]
    return encodeURIComponent(String(input[field]))
  })
  if (method !== 'GET' && method !== 'DELETE')
    return { method, path: address, ...(Object.keys(rest).length > 0 && { body: rest }) }
  const query = new URLSearchParams(
    Object.entries(rest).map(([key, value]): [string, string] => [key, String(value)]),
  )
  return { method, path: query.size > 0 ? `${address}?${query}` : address }
}
