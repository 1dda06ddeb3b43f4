import { EXPORTED_ACCOUNT } from './exported-account.ts'
import { EXPORTED_CONDUCT } from './exported-conduct.ts'
import { EXPORTED_ROOMS } from './exported-rooms.ts'
import { type Exported, INNER, SECRET } from './exported-table.ts'

/**
 * For every table and column: whether an export of a user has it, or why not. Exports read these columns. A table or
 * column that is added does not compile until it is here. An export has nothing that others wrote, except the reasons
 * and notes of the user's bans and mutes: an erasure of those others would not find it.
 */
export const EXPORTED: Exported = {
  ...EXPORTED_ACCOUNT,
  ...EXPORTED_ROOMS,
  ...EXPORTED_CONDUCT,
  trash: 'deleted texts, which are erased within a minute',
  reports: 'the work of the staff on what was reported',
  report_messages: 'a copy of messages, as evidence for the staff',
  legal_holds: 'only administrators know of them',
  erasures: 'a user who was erased has no export',
  exports: 'the receipts of exports: exports.list has them',
  export_parts: 'the files of exports',
  word_lists: 'belong to the room or the server',
  pins: 'belong to the room; messages have their own',
  events: 'have no texts: they say when the rows of other files changed',
  logs: INNER,
  usage: 'counts of two days',
  tickets: SECRET,
  refresh_tokens: SECRET,
  recovery_codes: SECRET,
  challenges: SECRET,
  links: SECRET,
  sign_in_attempts: SECRET,
  mail_counts: SECRET,
  api_keys: 'belong to the app',
  settings: 'belong to the server',
  jobs: INNER,
  imported: INNER,
}
