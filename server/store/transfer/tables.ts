import type { Tables } from '../tables/tables.ts'

/** Which tables a backup contains. A new table does not compile until it is here. */
const IN_BACKUPS: Readonly<Record<keyof Tables, boolean>> = {
  settings: true,
  tickets: false, // valid for 30 seconds
  users: true,
  rooms: true,
  members: true,
  messages: true,
  logs: true,
  events: true,
  versions: true,
  trash: true,
  reactions: true,
  pins: true,
  reads: true,
  followers: true,
  mentions: true,
  invitations: true,
  join_requests: true,
  requests: true,
  consent: true,
  presence: true,
  api_keys: true,
  usage: true,
  quotas: true,
  jobs: true,
  accounts: true,
  sessions: true,
  refresh_tokens: true,
  second_factors: true,
  recovery_codes: true,
  passkeys: true,
  challenges: false, // valid for minutes
  links: true,
  audit: true,
  sanctions: true,
  blocks: true,
  reports: true,
  reporters: true,
  report_messages: true,
  word_lists: true,
  identities: true,
  sign_in_attempts: true,
  mail_counts: true,
  exports: false, // kept for days, and can be made again
  export_parts: false,
  erasures: true,
  legal_holds: true,
  imported: true,
}

/** The search index is not one of them: each database has its own form, and makes it again. */
export const BACKUP_TABLES: readonly string[] = Object.entries(IN_BACKUPS)
  .filter(([, isIn]) => isIn)
  .map(([name]) => name)
export const ALL_TABLES: readonly string[] = Object.keys(IN_BACKUPS)

/** Settings of one place, which another one does not take over. The secrets are in the header of a backup. */
export const LOCAL_SETTINGS: ReadonlySet<string> = new Set([
  'searchable-until',
  'started',
  'running',
  'epoch',
  'restoring',
  'jwt-secret',
  'secret',
])
