// Made from protocol/ by `npm run generate`: not to be changed here.
import type { CommandName } from './protocol.ts'

/** What there are commands of. */
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
  'typing',
  'presence',
] as const
/** What must not be said a second time when nobody knows whether it happened. */
export const ONLY_ONCE: ReadonlySet<CommandName> = new Set([
  'rooms.create',
  'rooms.delete',
  'members.leave',
  'members.remove',
  'invitations.create',
  'invitations.accept',
] as const)
