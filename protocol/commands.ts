import type * as z from 'zod'
import { ACCOUNT_COMMANDS } from './nouns/accounts.ts'
import { AUDIT_COMMANDS } from './nouns/audit.ts'
import { BLOCK_COMMANDS } from './nouns/blocks.ts'
import { CONSENT_COMMANDS } from './nouns/consent.ts'
import { ERASURE_COMMANDS } from './nouns/erasures.ts'
import { EXPORT_COMMANDS } from './nouns/exports.ts'
import { GUEST_COMMANDS } from './nouns/guests.ts'
import { IDENTITY_COMMANDS } from './nouns/identities.ts'
import { INVITATION_COMMANDS } from './nouns/invitations.ts'
import { JOIN_REQUEST_COMMANDS } from './nouns/join-requests.ts'
import { LEGAL_HOLD_COMMANDS } from './nouns/legal-holds.ts'
import { LINK_COMMANDS } from './nouns/links.ts'
import { LOBBY_COMMANDS } from './nouns/lobby.ts'
import { MEMBER_COMMANDS } from './nouns/members.ts'
import { MENTION_COMMANDS } from './nouns/mentions.ts'
import { MESSAGE_COMMANDS } from './nouns/messages.ts'
import { PASSKEY_COMMANDS } from './nouns/passkeys.ts'
import { PERMISSION_COMMANDS } from './nouns/permissions.ts'
import { PIN_COMMANDS } from './nouns/pins.ts'
import { PREFERENCE_COMMANDS } from './nouns/preferences.ts'
import { PRESENCE_COMMANDS } from './nouns/presence.ts'
import { QUOTA_COMMANDS } from './nouns/quotas.ts'
import { REACTION_COMMANDS } from './nouns/reactions.ts'
import { RECEIPT_COMMANDS } from './nouns/receipts.ts'
import { REPORT_COMMANDS } from './nouns/reports.ts'
import { REQUEST_COMMANDS } from './nouns/requests.ts'
import { ROOM_COMMANDS } from './nouns/rooms.ts'
import { SANCTION_COMMANDS } from './nouns/sanctions.ts'
import { SEARCH_COMMANDS } from './nouns/search.ts'
import { SECOND_FACTOR_COMMANDS } from './nouns/second-factors.ts'
import { SERVER_COMMANDS } from './nouns/server.ts'
import { SESSION_COMMANDS } from './nouns/sessions.ts'
import { THREAD_COMMANDS } from './nouns/threads.ts'
import { TICKET_COMMANDS } from './nouns/tickets.ts'
import { TYPING_COMMANDS } from './nouns/typing.ts'
import { USER_COMMANDS } from './nouns/users.ts'
import { WORD_LIST_COMMANDS } from './nouns/word-lists.ts'

/**
 * Every command of the client port. REST routes, socket commands and validation come from this table. The fields of
 * the path, the query and the body together are the command's input.
 */
export const COMMANDS = {
  ...GUEST_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...SESSION_COMMANDS,
  ...SECOND_FACTOR_COMMANDS,
  ...PASSKEY_COMMANDS,
  ...LINK_COMMANDS,
  ...AUDIT_COMMANDS,
  ...WORD_LIST_COMMANDS,
  ...IDENTITY_COMMANDS,
  ...LOBBY_COMMANDS,
  ...SERVER_COMMANDS,
  ...USER_COMMANDS,
  ...QUOTA_COMMANDS,
  ...TICKET_COMMANDS,
  ...ROOM_COMMANDS,
  ...MEMBER_COMMANDS,
  ...MESSAGE_COMMANDS,
  ...SEARCH_COMMANDS,
  ...RECEIPT_COMMANDS,
  ...THREAD_COMMANDS,
  ...REACTION_COMMANDS,
  ...MENTION_COMMANDS,
  ...PIN_COMMANDS,
  ...PERMISSION_COMMANDS,
  ...PREFERENCE_COMMANDS,
  ...INVITATION_COMMANDS,
  ...JOIN_REQUEST_COMMANDS,
  ...BLOCK_COMMANDS,
  ...SANCTION_COMMANDS,
  ...ERASURE_COMMANDS,
  ...EXPORT_COMMANDS,
  ...LEGAL_HOLD_COMMANDS,
  ...REQUEST_COMMANDS,
  ...CONSENT_COMMANDS,
  ...REPORT_COMMANDS,
  ...TYPING_COMMANDS,
  ...PRESENCE_COMMANDS,
} as const

export type CommandName = keyof typeof COMMANDS
export type Input<N extends CommandName> = Readonly<z.output<(typeof COMMANDS)[N]['input']>>
export type Output<N extends CommandName> = Readonly<z.output<(typeof COMMANDS)[N]['output']>>
export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)
