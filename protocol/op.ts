import * as z from 'zod'
import type { DailyQuota } from './nouns/daily-quotas.ts'
import type { Scope } from './nouns/scopes.ts'

/** The caller that a command needs: anyone, a signed-in user, or the app with an API key. */
export type Asker = 'anyone' | 'user' | 'app'

export type Op = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`; `:name` is a field of the input. */
  readonly path: string
  readonly asker: Asker
  readonly summary: string
  /** The scope that the app's key needs. */
  readonly scope?: Scope
  /** The largest body, if it is not `LIMITS.bodyBytes`. */
  readonly bodyBytes?: number
  /** The most elements and keys of the body, if it is not `LIMITS.jsonValues`. */
  readonly bodyValues?: number
  /** The price in commands of the user's rate; 1 by default. */
  readonly cost?: number
  /** The further price of each requested id and of each returned item. */
  readonly each?: number
  /** Its `text` is indexed for search, so that the price grows with the length. */
  readonly indexed?: true
  /** The daily quotas that it takes from. Over one of them it is refused. */
  readonly spends?: readonly DailyQuota[]
  /** Its events count as one: their number would say whether another user exists and receives them. */
  readonly countsAsOne?: true
  /** Not idempotent: a client that received no answer must not repeat it. */
  readonly once?: true
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** The status of a success; `[created, found]` if a repeated call answers what the first one created. */
  readonly status: 200 | 201 | 204 | readonly [201, 200]
}

/**
 * Defines a command. Its name is its key in the table. Its input is compiled when it is first used: a start uses none, so
 * the property is not enumerable, and no copy of a command reads it.
 */
export const op = <const O extends Op>(op: O): O => {
  let input: O['input'] | undefined
  const get = () => (input ??= z.compile(op.input))
  return Object.defineProperty({ ...op }, 'input', { get })
}
