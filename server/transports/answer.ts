import { REFUSALS, Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Services } from './services.ts'

/**
 * Anything thrown becomes a refusal, and is counted: what is not one is a bug, logged whole and told as
 * `internal`, with an id.
 */
export function refusalOf(
  error: unknown,
  { log, meter }: Pick<Services, 'log' | 'meter'>,
): Refusal {
  const refusal = error instanceof Refusal ? error : internal()
  if (refusal !== error) log.error({ err: error, id: refusal.id }, 'unexpected')
  meter.refuse(refusal.code)
  return refusal
}

/** The one who meets it can say which it was: its id stands in the answer and in the log. */
function internal(): Refusal {
  const id = crypto.randomUUID().slice(0, 8)
  const detail = `Internal error ${id}: tell the operator of this server this id, which stands in the log`
  return new Refusal('internal', detail, undefined, { id })
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
export function answerRefusal(refusal: Refusal): Response {
  const { code, message: detail } = refusal
  const { status, title } = REFUSALS[code]
  const problem = { type: `urn:parlance:refusal:${code}`, title, status, code, detail }
  return new Response(JSON.stringify({ ...problem, ...more(refusal) }), {
    status,
    headers: {
      ...ANSWER_HEADERS,
      'content-type': 'application/problem+json',
      ...hintsOf(refusal),
    },
  })
}

/** Why a command was refused, where something else says the status. */
export const errorOf = (refusal: Refusal) => ({
  code: refusal.code,
  message: refusal.message,
  ...more(refusal),
})

/** What only some refusals say. */
export const more = ({ fields, retryAfter, id }: Refusal) => ({
  ...(fields && { fields }),
  ...(retryAfter !== undefined && { retryAfter }),
  ...(id !== undefined && { id }),
})

/** What a client may do about it. */
export const hintsOf = ({ code, retryAfter }: Hinted): Record<string, string> => ({
  ...(REFUSALS[code].status === 401 && { 'www-authenticate': 'Bearer' }),
  ...(retryAfter !== undefined && { 'retry-after': `${retryAfter}` }),
  // RFC 9110, 15.5.16: what it may be encoded with.
  ...(code === 'unsupported_encoding' && { 'accept-encoding': 'identity' }),
})

type Hinted = Pick<Refusal, 'code' | 'retryAfter'>

export const errorFrame = (refusal: Refusal, id?: number): string =>
  JSON.stringify({ type: 'error', ...(id !== undefined && { id }), error: errorOf(refusal) })

/** How a connection ends: the code of WebSocket's close, and the word that says why. */
export function closeOf(code: RefusalCode): number {
  const refusal = REFUSALS[code]
  return 'close' in refusal ? refusal.close : 4400
}
