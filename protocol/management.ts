import * as z from 'zod'
import { Problem } from './frames.ts'
import { LIMITS } from './limits.ts'
import { ACCOUNT_APP_COMMANDS } from './nouns/accounts.ts'
import { AUDIT_APP_COMMANDS } from './nouns/audit.ts'
import { ERASURE_APP_COMMANDS } from './nouns/erasures.ts'
import { EXPORT_APP_COMMANDS } from './nouns/exports.ts'
import { IDENTITY_APP_COMMANDS } from './nouns/identities.ts'
import { JOB_APP_COMMANDS } from './nouns/jobs.ts'
import { JOIN_REQUEST_APP_COMMANDS } from './nouns/join-requests.ts'
import { KEY_APP_COMMANDS } from './nouns/keys.ts'
import { LEGAL_HOLD_APP_COMMANDS } from './nouns/legal-holds.ts'
import { LINK_APP_COMMANDS } from './nouns/links.ts'
import { MEMBER_APP_COMMANDS } from './nouns/members.ts'
import { MESSAGE_APP_COMMANDS } from './nouns/messages.ts'
import { PASSKEY_APP_COMMANDS } from './nouns/passkeys.ts'
import { PERMISSION_APP_COMMANDS } from './nouns/permissions.ts'
import { QUOTA_APP_COMMANDS } from './nouns/quotas.ts'
import { RECEIPT_APP_COMMANDS } from './nouns/receipts.ts'
import { REPORT_APP_COMMANDS } from './nouns/reports.ts'
import { REQUEST_APP_COMMANDS } from './nouns/requests.ts'
import { ROOM_APP_COMMANDS } from './nouns/rooms.ts'
import { SANCTION_APP_COMMANDS } from './nouns/sanctions.ts'
import { SECOND_FACTOR_APP_COMMANDS } from './nouns/second-factors.ts'
import { SESSION_APP_COMMANDS } from './nouns/sessions.ts'
import { STATISTICS_APP_COMMANDS } from './nouns/statistics.ts'
import { TOKEN_APP_COMMANDS } from './nouns/tokens.ts'
import { USER_APP_COMMANDS } from './nouns/users.ts'
import { WORD_LIST_APP_COMMANDS } from './nouns/word-lists.ts'
import { op } from './op.ts'

/** A command of a batch, with the input that it takes on its own. */
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
 * Every command of the management port, where the app's backend manages all users and rooms with an API key. Its
 * changes are published like those of users.
 */
export const MANAGEMENT = {
  ...USER_APP_COMMANDS,
  ...QUOTA_APP_COMMANDS,
  ...PERMISSION_APP_COMMANDS,
  ...ACCOUNT_APP_COMMANDS,
  ...SESSION_APP_COMMANDS,
  ...SECOND_FACTOR_APP_COMMANDS,
  ...PASSKEY_APP_COMMANDS,
  ...LINK_APP_COMMANDS,
  ...REPORT_APP_COMMANDS,
  ...AUDIT_APP_COMMANDS,
  ...WORD_LIST_APP_COMMANDS,
  ...IDENTITY_APP_COMMANDS,
  ...ROOM_APP_COMMANDS,
  ...MEMBER_APP_COMMANDS,
  ...JOIN_REQUEST_APP_COMMANDS,
  ...SANCTION_APP_COMMANDS,
  ...ERASURE_APP_COMMANDS,
  ...EXPORT_APP_COMMANDS,
  ...LEGAL_HOLD_APP_COMMANDS,
  ...REQUEST_APP_COMMANDS,
  ...MESSAGE_APP_COMMANDS,
  ...RECEIPT_APP_COMMANDS,
  ...TOKEN_APP_COMMANDS,
  ...KEY_APP_COMMANDS,
  ...STATISTICS_APP_COMMANDS,
  ...JOB_APP_COMMANDS,
  batch: op({
    method: 'POST',
    path: '/batch',
    asker: 'app',
    bodyBytes: LIMITS.batchBytes,
    bodyValues: LIMITS.batchValues,
    summary:
      'Run many commands: with mode `all` in order and in one transaction; with `each` independently, in no guaranteed order',
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
/** Every command except the batch itself. */
export type AppCommandName = Exclude<ManagementName, 'batch'>
export type AppInput<N extends ManagementName> = Readonly<z.output<(typeof MANAGEMENT)[N]['input']>>
export type AppOutput<N extends ManagementName> = Readonly<
  z.output<(typeof MANAGEMENT)[N]['output']>
>
export const isAppCommand = (name: string): name is AppCommandName =>
  Object.hasOwn(MANAGEMENT, name) && name !== 'batch'
export type BatchInput = AppInput<'batch'>
export type BatchOutcome = AppOutput<'batch'>['results'][number]
