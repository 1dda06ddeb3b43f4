import { ChatError, type ErrorCode, type Hints } from './error.ts'

/** A refusal of the server (RFC 9457). */
type Problem = Hints & { readonly code: ErrorCode; readonly detail: string }

/** Timeout for an answer. The server itself ends every request earlier. */
const ANSWER_MS = 30_000

/**
 * Sends one command over HTTP. In the `route`, such as `GET /rooms/:room`, fields of the input replace the
 * parameters; the other fields become the query or the body. Rejects with a ChatError.
 */
export async function callRest(
  url: string,
  key: string,
  route: string,
  input: object,
  signal?: AbortSignal,
): Promise<unknown> {
  const [method = '', path = ''] = route.split(' ')
  const rest = new Map<string, unknown>(Object.entries(input).filter(([, v]) => v !== undefined))
  const address = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest.get(name))
    rest.delete(name)
    return encodeURIComponent(value)
  })
  const hasBody = method !== 'GET' && method !== 'DELETE'
  const query = hasBody || rest.size === 0 ? '' : `?${queryOf(rest)}`
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}/api/v1${address}${query}`, {
    method,
    headers,
    signal: AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(ANSWER_MS)]),
    ...(hasBody && { body: JSON.stringify(Object.fromEntries(rest)) }),
  }).catch(unreachable)
  const text = await response.text().catch(unreachable)
  const answer = parse(text)
  if (response.ok && answer !== undefined) return answer
  if (!isProblem(answer))
    throw new ChatError('disconnected', `${response.status} ${response.statusText}`)
  const { code, detail, fields, retryAfter, until, id } = answer
  throw new ChatError(code, detail, { fields, retryAfter, until, id })
}

function queryOf(fields: ReadonlyMap<string, unknown>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of fields)
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  return query
}

/** Undefined if the text is not JSON: a proxy before the server can answer with a page. */
function parse(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer

function unreachable(cause: unknown): never {
  if (cause instanceof Error && cause.name === 'AbortError') throw new ChatError('aborted')
  throw new ChatError('disconnected', 'The server cannot be reached')
}
