import { ChatError, type ErrorCode, type Hints } from './error.ts'

/** A refusal of the server (RFC 9457). */
type Problem = Hints & { readonly code: ErrorCode; readonly detail: string }

/** Timeout for an answer. The server itself ends every request earlier. */
const ANSWER_MS = 30_000

/** Sends one command over HTTP, to the address with its name. Rejects with a ChatError. */
export async function callRest(
  url: string,
  key: string,
  name: string,
  input: object,
  signal?: AbortSignal,
): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/commands/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    signal: AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(ANSWER_MS)]),
    body: JSON.stringify(input),
  }).catch(unreachable)
  const text = await response.text().catch(unreachable)
  const answer = parse(text)
  if (response.ok && answer !== undefined) return answer
  if (!isProblem(answer))
    throw new ChatError('disconnected', `${response.status} ${response.statusText}`)
  const { code, detail, fields, retryAfter, until, id } = answer
  throw new ChatError(code, detail, { fields, retryAfter, until, id })
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
