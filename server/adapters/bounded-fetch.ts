/** The longest that one request to an issuer may take, and the most bytes of its answer. */
const ANSWER_MS = 5000
const ANSWER_BYTES = 1024 * 1024

/** The answer breaks a limit. The message is for the operator's log. */
export class AnswerError extends Error {}

/**
 * Fetches like `fetch`, for a server that may be slow or may lie: it follows no redirect, and reads a bounded answer in
 * a bounded time. Addresses must use https; http is allowed only on this machine.
 */
export async function boundedFetch(url: string, init: RequestInit): Promise<Response> {
  if (!isSecure(url)) throw new AnswerError(`${originOf(url)} does not use https`)
  return fetchWithin(url, init, { signal: AbortSignal.timeout(ANSWER_MS), bytes: ANSWER_BYTES })
}

type Bounds = { readonly signal: AbortSignal; readonly bytes: number }

/** The same with other bounds, at every address. */
export async function fetchWithin(
  url: string,
  init: RequestInit,
  { signal, bytes }: Bounds,
): Promise<Response> {
  const answer = await fetch(url, { ...init, redirect: 'manual', signal })
  if (answer.status >= 300 && answer.status < 400)
    throw new AnswerError(`${originOf(url)} redirects elsewhere`)
  const body = await readBounded(answer, url, bytes)
  // `content-encoding` and `content-length` describe the body before it was read.
  const type = answer.headers.get('content-type')
  return new Response(body, {
    status: answer.status,
    headers: type === null ? {} : { 'content-type': type },
  })
}

export function isSecure(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))
}
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

const originOf = (url: string): string => URL.parse(url)?.origin ?? 'the address'

async function readBounded(
  { body }: Response,
  url: string,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the body, so the rest of a huge answer is not received.
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > bytes)
      throw new AnswerError(`${originOf(url)} answers more than ${bytes / 1024} KiB`)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
