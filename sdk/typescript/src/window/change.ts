import type { ChatError } from '../error.ts'
import type { Message, MessageId, ReactionSummary } from '../protocol.ts'

/** A change of one message. `isOn: false` removes the reaction or the pin, or restores the message. */
export type Change =
  | { readonly kind: 'text'; readonly message: MessageId; readonly text: string }
  | {
      readonly kind: 'reaction'
      readonly message: MessageId
      readonly emoji: string
      readonly isOn: boolean
    }
  | { readonly kind: 'pin' | 'deletion'; readonly message: MessageId; readonly isOn: boolean }

/** A change without an answer, or a refused one. `key`: of the smallest thing that it changes. */
export type PendingChange = {
  readonly key: string
  readonly change: Change
  /** When the change was made, as ISO 8601. */
  readonly at: string
} & (
  | { readonly state: 'sending' }
  /** The message is shown without the change. */
  | { readonly state: 'failed'; readonly error: ChatError }
)

export const keyOf = (change: Change): string =>
  change.kind === 'reaction'
    ? `reaction ${change.message} ${change.emoji}`
    : `${change.kind} ${change.message}`

/** The message as it is shown: as the server last reported it, with the changes that are on their way. */
export const withChanges = (message: Message, pending: readonly PendingChange[]): Message =>
  pending.reduce((shown, one) => (one.state === 'sending' ? changed(shown, one) : shown), message)

function changed(message: Message, { change, at }: PendingChange): Message {
  switch (change.kind) {
    case 'text':
      return { ...message, text: change.text, editedAt: message.editedAt ?? at }
    case 'pin':
      return { ...message, pinnedAt: change.isOn ? (message.pinnedAt ?? at) : undefined }
    case 'deletion':
      // The text of a deleted message is known to the server alone: a restored message is shown by its answer.
      return change.isOn ? { ...message, text: '', deletedAt: message.deletedAt ?? at } : message
    case 'reaction':
      return { ...message, reactions: withOwn(message.reactions, change.emoji, change.isOn) }
  }
}

function withOwn(
  reactions: readonly ReactionSummary[] = [],
  emoji: string,
  isOn: boolean,
): readonly ReactionSummary[] {
  const known = reactions.find((one) => one.emoji === emoji)
  if (isOn === !!known?.mine) return reactions
  if (!known) return [...reactions, { emoji, count: 1, mine: true }]
  const own: ReactionSummary = isOn
    ? { emoji, count: known.count + 1, mine: true }
    : { emoji, count: known.count - 1 }
  return reactions.map((one) => (one === known ? own : one)).filter(({ count }) => count > 0)
}
