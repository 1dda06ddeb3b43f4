import type { Chat } from '@parlance/sdk'
import type { Outbox } from '@parlance/sdk/outbox'
import { unsentOf } from '../../session/unsent.ts'

/** The messages of the user that are not sent yet. */
export const outboxOf = (chat: Chat): Outbox => unsentOf(chat).outbox
