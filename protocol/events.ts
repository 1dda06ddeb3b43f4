import type * as z from 'zod'
import { ACCOUNT_EVENTS } from './nouns/accounts.ts'
import { BLOCK_EVENTS } from './nouns/blocks.ts'
import { CONSENT_EVENTS } from './nouns/consent.ts'
import { EXPORT_EVENTS } from './nouns/exports.ts'
import { IDENTITY_EVENTS } from './nouns/identities.ts'
import { INVITATION_EVENTS } from './nouns/invitations.ts'
import { JOIN_REQUEST_EVENTS } from './nouns/join-requests.ts'
import { MEMBER_EVENTS } from './nouns/members.ts'
import { MENTION_EVENTS } from './nouns/mentions.ts'
import { MESSAGE_EVENTS } from './nouns/messages.ts'
import { PIN_EVENTS } from './nouns/pins.ts'
import { PREFERENCE_EVENTS } from './nouns/preferences.ts'
import { PRESENCE_EPHEMERAL_EVENTS } from './nouns/presence.ts'
import { REACTION_EVENTS } from './nouns/reactions.ts'
import { RECEIPT_EVENTS } from './nouns/receipts.ts'
import { REPORT_EVENTS } from './nouns/reports.ts'
import { REQUEST_EVENTS } from './nouns/requests.ts'
import { ROOM_EVENTS } from './nouns/rooms.ts'
import { SANCTION_EVENTS } from './nouns/sanctions.ts'
import { SESSION_EVENTS } from './nouns/sessions.ts'
import { SKIPPED_EVENTS } from './nouns/skipped.ts'
import { THREAD_EVENTS } from './nouns/threads.ts'
import { TYPING_EPHEMERAL_EVENTS } from './nouns/typing.ts'
import { USER_EVENTS } from './nouns/users.ts'

export { ThreadRoot } from './nouns/message.ts'

/**
 * Every event, the same on each transport. A replayed event contains its entities as they are now: a snapshot to
 * which the events after it are applied in order equals the next snapshot.
 */
export const EVENTS = {
  ...USER_EVENTS,
  ...ACCOUNT_EVENTS,
  ...SESSION_EVENTS,
  ...IDENTITY_EVENTS,
  ...ROOM_EVENTS,
  ...MEMBER_EVENTS,
  ...MESSAGE_EVENTS,
  ...RECEIPT_EVENTS,
  ...THREAD_EVENTS,
  ...REACTION_EVENTS,
  ...MENTION_EVENTS,
  ...PIN_EVENTS,
  ...PREFERENCE_EVENTS,
  ...INVITATION_EVENTS,
  ...JOIN_REQUEST_EVENTS,
  ...BLOCK_EVENTS,
  ...SANCTION_EVENTS,
  ...EXPORT_EVENTS,
  ...REQUEST_EVENTS,
  ...CONSENT_EVENTS,
  ...SKIPPED_EVENTS,
  ...REPORT_EVENTS,
} as const

/** Ephemeral events are in no log, have no seq, are never replayed and can be lost. */
export const EPHEMERAL_EVENTS = {
  ...TYPING_EPHEMERAL_EVENTS,
  ...PRESENCE_EPHEMERAL_EVENTS,
} as const

export type EventType = keyof typeof EVENTS
export type EventOf<T extends EventType> = Readonly<z.infer<(typeof EVENTS)[T]>>
export type Event = { [T in EventType]: EventOf<T> }[EventType]
export type EphemeralEventType = keyof typeof EPHEMERAL_EVENTS
export type EphemeralEvent = {
  [T in EphemeralEventType]: Readonly<z.infer<(typeof EPHEMERAL_EVENTS)[T]>>
}[EphemeralEventType]
