// Generated from protocol/ by `npm run generate`: do not edit.
import type { CommandName } from './protocol.ts'

/** The nouns of the commands. */
export const NOUNS = [
  'guests',
  'lobby',
  'me',
  'users',
  'tickets',
  'rooms',
  'members',
  'messages',
  'receipts',
  'threads',
  'reactions',
  'mentions',
  'pins',
  'preferences',
  'invitations',
  'requests',
  'consent',
  'typing',
  'presence',
] as const
/** Commands that are not idempotent: a client that received no answer must not repeat them. */
export const ONLY_ONCE: ReadonlySet<CommandName> = new Set([
  'rooms.create',
  'rooms.delete',
  'members.leave',
  'members.remove',
  'invitations.create',
  'invitations.accept',
] as const)
