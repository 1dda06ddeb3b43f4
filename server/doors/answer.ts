import { REFUSALS, Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { House } from './door.ts'

/** Anything thrown becomes a refusal, and is counted: what is not one is a bug, logged whole and told as `internal`. */
export function refusalOf(error: unknown, { log, meter }: Pick<House, 'log' | 'meter'>): Refusal {
  const refusal = error instanceof Refusal ? error : new Refusal('internal')
  if (refusal !== error) log.error({ err: error }, 'unexpected')
  meter.refuse(refusal.code)
  return refusal
}

export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

export const answerJson = (status: number, body: unknown): Response =>
  answerText(status, JSON.stringify(body))

/** `text`: JSON already. */
export const answerText = (status: number, text: string): Response =>
  status === 204
    ? new Response(null, { status, headers: ANSWER_HEADERS })
    : new Response(text, {
        status,
        headers: { ...ANSWER_HEADERS, 'content-type': 'application/json' },
      })

/** RFC 9457. `code` is stable; `detail` is for people. */
export function answerRefusal({ code, message, fields }: Refusal): Response {
  const { status, title } = REFUSALS[code]
  const problem = { type: `urn:parlance:refusal:${code}`, title, status, code, detail: message }
  return new Response(JSON.stringify({ ...problem, ...(fields && { fields }) }), {
    status,
    headers: {
      ...ANSWER_HEADERS,
      'content-type': 'application/problem+json',
      ...hintsOf(code),
    },
  })
}

/** What a client may do about it. */
export const hintsOf = (code: RefusalCode): Record<string, string> => ({
  ...(REFUSALS[code].status === 401 && { 'www-authenticate': 'Bearer' }),
  ...(RETRY.has(code) && { 'retry-after': '1' }),
  // RFC 9110, 15.5.16: what it may be encoded with.
  ...(code === 'unsupported_encoding' && { 'accept-encoding': 'identity' }),
})

const RETRY: ReadonlySet<RefusalCode> = new Set(['flood', 'too_many_connections', 'unavailable'])

export const errorFrame = ({ code, message, fields }: Refusal, id?: number): string =>
  JSON.stringify({
    type: 'error',
    ...(id !== undefined && { id }),
    error: { code, message, ...(fields && { fields }) },
  })

/** How a connection ends: the code of WebSocket's close, and the word that says why. */
export function closeOf(code: RefusalCode): number {
  const refusal = REFUSALS[code]
  return 'close' in refusal ? refusal.close : 4400
}
