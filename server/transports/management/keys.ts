import { createHash, timingSafeEqual } from 'node:crypto'
import { SCOPES } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { recognize } from '../../domain/app/keys/recognize.ts'
import type { AppCaller, Store } from '../../domain/ports.ts'

/** No key of ours is longer, and none that an operator makes up need be. */
const LONGEST = 512

export type AppCallerOf = (request: Request) => Promise<AppCaller>

/**
 * Who asks on the management port. `operators`: the key that the operator has, good for everything.
 * Keys are taken from the header alone: addresses end up in logs.
 */
export function appCallers(store: Store, operators: string | undefined): AppCallerOf {
  const first = operators === undefined ? undefined : digest(operators)
  const all: AppCaller = { scopes: new Set(SCOPES) }
  return async (request) => {
    const header = request.headers.get('authorization')
    if (header === null)
      throw new Refusal(
        'unauthenticated',
        'An API key is required: send Authorization: Bearer <key>',
      )
    const [, key] = /^Bearer ([^\s]+)$/i.exec(header) ?? []
    if (key === undefined || key.length > LONGEST) throw new Refusal('invalid_key')
    if (first !== undefined && timingSafeEqual(digest(key), first)) return all
    const caller = await recognize(store, key)
    if (caller === undefined) throw new Refusal('invalid_key')
    return caller
  }
}

/** Of one length, whatever the key's: what is compared says nothing about it. */
const digest = (key: string): Buffer => createHash('sha256').update(key).digest()
