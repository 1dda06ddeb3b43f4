import type { Message, MessageId, UserId } from '../protocol.ts'
import { isInRoom } from '../renewed.ts'
import { type PendingChange, withChanges } from './change.ts'
import type { Fact } from './facts.ts'
import type { Outgoing } from './outgoing.ts'

/** `key`: the same before and after the send. `message`: as it is shown, with the changes that are on their way. */
export type MessageRow = {
  readonly kind: 'message'
  readonly key: string
  readonly message: Message
  /** The changes without an answer, and the refused ones. */
  readonly changes: readonly PendingChange[]
}
export type OutgoingRow = {
  readonly kind: 'outgoing'
  readonly key: string
  readonly outgoing: Outgoing
}
export type Row = MessageRow | OutgoingRow

const NONE: readonly PendingChange[] = []

/** Makes rows. The row of a message that has not changed is the same object as before. */
export function rowMaker() {
  const made = new WeakMap<Message, MessageRow>()
  const madeOutgoing = new WeakMap<Outgoing, OutgoingRow>()

  function rowOf(
    { message }: Fact,
    pending: ReadonlyMap<MessageId, readonly PendingChange[]>,
    me: UserId | undefined,
  ): MessageRow {
    const changes = pending.get(message.id) ?? NONE
    const known = made.get(message)
    const key = (message.sender.id === me && message.clientId) || message.id
    if (known?.changes === changes && known.key === key) return known
    const row = { kind: 'message', key, message: withChanges(message, changes), changes } as const
    made.set(message, row)
    return row
  }

  function outgoingRow(outgoing: Outgoing): OutgoingRow {
    const row = madeOutgoing.get(outgoing) ?? { kind: 'outgoing', key: outgoing.clientId, outgoing }
    madeOutgoing.set(outgoing, row)
    return row
  }
  return { rowOf, outgoingRow }
}

/** Whether a window of a room, or of a thread, contains the message. */
export const contains = (
  message: Pick<Message, 'thread' | 'inRoom'>,
  thread: MessageId | undefined,
): boolean => (thread ? message.thread === thread : isInRoom(message))
