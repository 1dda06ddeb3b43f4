import * as z from 'zod'
import { User } from './entities.ts'
import { Cursor } from './ids.ts'
import { Time } from './nouns/shared.ts'

/** The frames that a client can send on the socket. */
export const ClientFrame = z.compile(
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('hello'),
      /** Not needed if the upgrade request had a header, a cookie or a ticket. */
      token: z.string().optional(),
      cursor: Cursor.optional(),
      /** The last received seq of each log: these events and earlier ones are not replayed. */
      received: z.record(z.string().max(160), z.int().min(0)).optional(),
    }),
    z.strictObject({
      type: z.literal('command'),
      id: z.int(),
      name: z.string().max(64),
      /** Not needed if the command has no required input. */
      input: z.unknown().optional(),
      /** Of W3C Trace Context, as the header of the same name. Any other text is ignored. */
      traceparent: z.string().max(256).optional(),
    }),
    /** A check that the server answers: pages cannot use the ping frames of WebSocket. */
    z.strictObject({ type: z.literal('ping') }),
  ]),
)
export type ClientFrame = z.infer<typeof ClientFrame>

/** A refusal, in an `error` frame or in a result of a batch. */
export const Problem = z.object({
  code: z.string(),
  message: z.string(),
  fields: z
    .record(z.string(), z.string())
    .optional()
    .describe('The invalid fields, each with what it must be.'),
  retryAfter: z.int().min(1).optional().describe('The number of seconds after which to try again.'),
  until: Time.optional().describe('When the ban or mute ends, unless it has no end.'),
  id: z
    .string()
    .optional()
    .describe('The id of an internal error, which the server’s log contains, too.'),
})

/** The replay is over, and the connection is live. */
export const Ready = z.object({
  type: z.literal('ready'),
  user: User,
  cursor: Cursor,
  /** The last seq of each log that changed recently. A client that resumes from this cursor sends it back. */
  received: z.record(z.string(), z.int()),
})
/** The missed events cannot be replayed: the client reads the state again, and uses its cursor from then on. */
export const Reset = z.object({ type: z.literal('reset'), reason: z.string() })
export const Result = z.object({ type: z.literal('result'), id: z.int(), result: z.unknown() })
/** The answer to `ping`. It is sent at once, even while a command is running. */
export const Pong = z.object({ type: z.literal('pong') })
export const ErrorFrame = z.object({
  type: z.literal('error'),
  id: z.int().optional(),
  error: Problem,
})
