export {
  type Conversation,
  type ConversationState,
  openConversation,
  type ShownConversation,
} from './conversation.ts'
export { type MembershipChange, readLobbyChanges } from './membership-changes.ts'
export { MessageRow } from './message-row.tsx'
export { Messages } from './messages.tsx'
export { outboxOf } from './outbox-of.ts'
