// Generated from protocol/ by `npm run generate`: do not edit.
import type { CommandName } from './protocol.ts'

/** Commands that are not idempotent: a client that received no answer must not repeat them. */
export const ONLY_ONCE: ReadonlySet<CommandName> = new Set([
  'accounts.create',
  'accounts.delete',
  'emails.verify',
  'passwords.reset',
  'sessions.create',
  'secondFactors.create',
  'secondFactors.confirm',
  'secondFactors.delete',
  'recoveryCodes.create',
  'links.create',
  'identities.signIn',
  'identities.create',
  'rooms.create',
  'rooms.delete',
  'members.leave',
  'members.remove',
  'invitations.create',
  'invitations.accept',
] as const)
