// Generated from protocol/ by `npm run generate`: do not edit.
import type { CommandName } from './protocol.ts'

/** The nouns of the commands. */
export const NOUNS = [
  'guests',
  'lobby',
  'me',
  'users',
  'quotas',
  'tickets',
  'rooms',
  'members',
  'messages',
  'receipts',
  'threads',
  'reactions',
  'mentions',
  'pins',
  'permissions',
  'preferences',
  'invitations',
  'joinRequests',
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
