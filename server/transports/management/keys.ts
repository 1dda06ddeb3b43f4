import { createHash, timingSafeEqual } from 'node:crypto'
import { SCOPES } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { recognize } from '../../domain/app/keys/recognize.ts'
import type { AppCaller, Store } from '../../domain/ports.ts'

/** The longest key, in characters. Created keys are shorter. */
const MAX_KEY = 512

/** Of a request, by its header `Authorization`. */
export type AppCallerOf = (request: Pick<Request, 'headers'>) => Promise<AppCaller>

/**
 * Authenticates requests to the management port. `operatorKey` has every scope. Keys are read from the header
 * only, because URLs are written to logs.
 */
export function appCallers(store: Store, operatorKey: string | undefined): AppCallerOf {
  const operatorDigest = operatorKey === undefined ? undefined : digest(operatorKey)
  const operator: AppCaller = { scopes: new Set(SCOPES) }
  return async (request) => {
    const header = request.headers.get('authorization')
    if (header === null)
      throw new Refusal(
        'unauthenticated',
        'An API key is required: send Authorization: Bearer <key>',
      )
    const [, key] = /^Bearer ([^\s]+)$/i.exec(header) ?? []
    if (key === undefined || key.length > MAX_KEY) throw new Refusal('invalid_key')
    if (operatorDigest !== undefined && timingSafeEqual(digest(key), operatorDigest))
      return operator
    const caller = await recognize(store, key)
    if (caller === undefined) throw new Refusal('invalid_key')
    return caller
  }
}

/** Digests have the same length, so the comparison reveals nothing about the key. */
const digest = (key: string): Buffer => createHash('sha256').update(key).digest()

/** A browser sends the key as the password of HTTP Basic: the headers as an app would send them. */
export function fromBasic(request: Pick<Request, 'headers'>): Pick<Request, 'headers'> {
  const [, encoded] = /^Basic ([\w+/=]+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  const text = Buffer.from(encoded ?? '', 'base64').toString()
  const [, key] = /^[^:]*:([!-~]+)$/.exec(text) ?? []
  return key === undefined ? request : { headers: new Headers({ authorization: `Bearer ${key}` }) }
}
