export { type Conversation, openConversation } from './conversation.ts'
export { type MembershipChange, readLobbyChanges } from './membership-changes.ts'
export { Messages } from './messages.tsx'
