import { REFUSALS, Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Services } from './services.ts'

/**
 * Turns a thrown error into a refusal, and counts it. An error that is not a refusal is a bug: it is logged
 * in full, and refused as `internal` with the id of its log line.
 */
export function refusalOf(
  error: unknown,
  { log, meter }: Pick<Services, 'log' | 'meter'>,
): Refusal {
  const refusal = error instanceof Refusal ? error : internal()
  if (refusal !== error) log.error({ err: error, id: refusal.id }, 'unexpected error')
  meter.refuse(refusal.code)
  if (refusal.quota !== undefined) meter.refuseQuota(refusal.quota)
  return refusal
}

function internal(): Refusal {
  const id = crypto.randomUUID().slice(0, 8)
  const detail = `Internal error ${id}: report this id to the operator of this server, whose log contains it`
  return new Refusal('internal', detail, undefined, { id })
}

export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

export const answerJson = (status: number, body: unknown): Response =>
  answerText(status, JSON.stringify(body))

/** `text`: encoded JSON. */
export const answerText = (status: number, text: string, fields: HeaderFields = {}): Response =>
  status === 204
    ? new Response(null, { status, headers: { ...ANSWER_HEADERS, ...fields } })
    : new Response(text, {
        status,
        headers: { ...ANSWER_HEADERS, ...fields, 'content-type': 'application/json' },
      })

/** Further header fields of an answer. */
export type HeaderFields = Readonly<Record<string, string>>

/** RFC 9457. `code` is stable; `detail` is for people. */
export function answerRefusal(refusal: Refusal, fields: HeaderFields = {}): Response {
  const { code, message: detail } = refusal
  const { status, title } = REFUSALS[code]
  const problem = { type: `urn:parlance:refusal:${code}`, title, status, code, detail }
  return new Response(JSON.stringify({ ...problem, ...optionalFieldsOf(refusal) }), {
    status,
    headers: {
      ...ANSWER_HEADERS,
      ...fields,
      'content-type': 'application/problem+json',
      ...hintsOf(refusal),
    },
  })
}

/** A refusal in an answer that has its status elsewhere. */
export const errorOf = (refusal: Refusal) => ({
  code: refusal.code,
  message: refusal.message,
  ...optionalFieldsOf(refusal),
})

/** The fields that only some refusals have. */
export const optionalFieldsOf = ({ fields, retryAfter, until, id }: Refusal) => ({
  ...(fields && { fields }),
  ...(retryAfter !== undefined && { retryAfter }),
  ...(until !== undefined && { until }),
  ...(id !== undefined && { id }),
})

/** Headers that say what a client can do about a refusal. */
export const hintsOf = ({ code, retryAfter }: Hinted): Record<string, string> => ({
  ...(REFUSALS[code].status === 401 && { 'www-authenticate': 'Bearer' }),
  ...(retryAfter !== undefined && { 'retry-after': `${retryAfter}` }),
  // RFC 9110, 15.5.16: the encodings that the server accepts.
  ...(code === 'unsupported_encoding' && { 'accept-encoding': 'identity' }),
})

type Hinted = Pick<Refusal, 'code' | 'retryAfter'>

export const errorFrame = (refusal: Refusal, id?: number): string =>
  JSON.stringify({ type: 'error', ...(id !== undefined && { id }), error: errorOf(refusal) })

/** The close code of a WebSocket that ends with this refusal. */
export function closeOf(code: RefusalCode): number {
  const refusal = REFUSALS[code]
  return 'close' in refusal ? refusal.close : 4400
}
