import * as z from 'zod'
import { Problem } from './frames.ts'
import { LIMITS } from './limits.ts'
import { KEY_APP_COMMANDS } from './nouns/keys.ts'
import { MEMBER_APP_COMMANDS } from './nouns/members.ts'
import { MESSAGE_APP_COMMANDS } from './nouns/messages.ts'
import { RECEIPT_APP_COMMANDS } from './nouns/receipts.ts'
import { ROOM_APP_COMMANDS } from './nouns/rooms.ts'
import { STATISTICS_APP_COMMANDS } from './nouns/statistics.ts'
import { TOKEN_APP_COMMANDS } from './nouns/tokens.ts'
import { USER_APP_COMMANDS } from './nouns/users.ts'
import { op } from './op.ts'

/** One of many: what a command of this table would take by itself. */
const Command = z.strictObject({
  name: z.string().max(64),
  input: z.record(z.string(), z.unknown()).default({}),
})

const Outcome = z.union([
  z.object({ status: z.int(), result: z.unknown() }),
  z.object({
    status: z.int(),
    error: Problem,
  }),
])

/**
 * What the app's backend may do, on a port of its own and with a key: every room and every user is
 * its own to manage. What it changes is received like everything else.
 */
export const MANAGEMENT = {
  ...USER_APP_COMMANDS,
  ...ROOM_APP_COMMANDS,
  ...MEMBER_APP_COMMANDS,
  ...MESSAGE_APP_COMMANDS,
  ...RECEIPT_APP_COMMANDS,
  ...TOKEN_APP_COMMANDS,
  ...KEY_APP_COMMANDS,
  ...STATISTICS_APP_COMMANDS,
  batch: op({
    method: 'POST',
    path: '/batch',
    asker: 'app',
    bodyBytes: LIMITS.batchBytes,
    bodyValues: LIMITS.batchValues,
    summary:
      'Many commands at once: `all` in their order, together or not at all; `each` for itself, in no order that is promised',
    once: true,
    input: z.strictObject({
      mode: z.enum(['all', 'each']),
      commands: z.array(Command).min(1).max(LIMITS.batchCommands),
    }),
    output: z.object({ results: z.array(Outcome) }),
    status: 200,
  }),
} as const

export type ManagementName = keyof typeof MANAGEMENT
/** What is a command by itself. */
export type AppCommandName = Exclude<ManagementName, 'batch'>
export type AppInput<N extends ManagementName> = Readonly<z.output<(typeof MANAGEMENT)[N]['input']>>
export type AppOutput<N extends ManagementName> = Readonly<
  z.output<(typeof MANAGEMENT)[N]['output']>
>
export const isAppCommand = (name: string): name is AppCommandName =>
  Object.hasOwn(MANAGEMENT, name) && name !== 'batch'
export type BatchInput = AppInput<'batch'>
export type BatchOutcome = AppOutput<'batch'>['results'][number]
