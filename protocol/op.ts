import * as z from 'zod'
import type { Scope } from './nouns/scopes.ts'

/** Who may ask: anyone, a user with a way in, or the app itself, with a key. */
export type Asker = 'anyone' | 'user' | 'app'

export type Op = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`; `:name` is a field of the input. */
  readonly path: string
  readonly asker: Asker
  readonly summary: string
  /** What the app's key must be for. */
  readonly scope?: Scope
  /** What a body may hold, where that is not `LIMITS.bodyBytes`. */
  readonly bodyBytes?: number
  /** And how many elements and keys, where that is not `LIMITS.jsonValues`. */
  readonly bodyValues?: number
  /** What it takes of a user's rate; one where nothing is said. */
  readonly cost?: number
  /** What each id that is asked for takes beside it, and each thing that is answered. */
  readonly each?: number
  /** Whether its `text` is indexed, and so costs by its length, too. */
  readonly indexed?: true
  /** Not to be said again by a client that does not know whether it happened. */
  readonly once?: true
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** The status of a success; `[made, found]` where the same call may find what it made before. */
  readonly status: 200 | 201 | 204 | readonly [201, 200]
}

/** One command: its name stands in the table, everything else here. */
export const op = <const O extends Op>(op: O): O => ({ ...op, input: z.compile(op.input) })
