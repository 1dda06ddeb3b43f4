import * as z from 'zod'
import { User } from './entities.ts'
import { Cursor } from './ids.ts'

/** What a client may say on the socket. */
export const ClientFrame = z.compile(
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('hello'),
      /** Not needed where the upgrade carried a header, a cookie or a ticket. */
      token: z.string().optional(),
      cursor: Cursor.optional(),
      /** The last seq received of each log: what comes again is left out. */
      received: z.record(z.string().max(160), z.int().min(0)).optional(),
    }),
    z.strictObject({
      type: z.literal('command'),
      id: z.int(),
      name: z.string().max(64),
      /** Not needed where a command takes nothing. */
      input: z.unknown().optional(),
    }),
    /** Are you there? The ping frames of WebSocket are hidden from a browser's pages. */
    z.strictObject({ type: z.literal('ping') }),
  ]),
)
export type ClientFrame = z.infer<typeof ClientFrame>

/** Why something was refused, where nothing else says it. */
export const Problem = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.record(z.string(), z.string()).optional().describe('What does not fit, by field.'),
  retryAfter: z
    .int()
    .min(1)
    .optional()
    .describe('Seconds after which the same may be tried again.'),
  id: z.string().optional().describe('Of an internal error: its line in the log has the same id.'),
})

/** All that was missed has been sent; from here on it is live. */
export const Ready = z.object({
  type: z.literal('ready'),
  user: User,
  cursor: Cursor,
  /** The last seq of each log that moved just now: say it, too, when coming back to this cursor. */
  received: z.record(z.string(), z.int()),
})
/** What was missed cannot be replayed: read the state anew, then come back with its cursor. */
export const Reset = z.object({ type: z.literal('reset'), reason: z.string() })
export const Result = z.object({ type: z.literal('result'), id: z.int(), result: z.unknown() })
/** The answer to `ping`: at once, also while a command is being carried out. */
export const Pong = z.object({ type: z.literal('pong') })
export const ErrorFrame = z.object({
  type: z.literal('error'),
  id: z.int().optional(),
  error: Problem,
})
