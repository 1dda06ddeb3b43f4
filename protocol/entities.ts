export { CONSENT, Consent } from './nouns/consent.ts'
export { Invitation } from './nouns/invitations.ts'
export { Key } from './nouns/keys.ts'
export { Lobby } from './nouns/lobby.ts'
export { Member } from './nouns/members.ts'
export { Mention } from './nouns/mentions.ts'
export {
  Ignored,
  Mentions,
  Message,
  MessageRef,
  Quote,
  ReactionSummary,
  Replies,
} from './nouns/message.ts'
export { Version } from './nouns/messages.ts'
export { NotifyLevel, PREFERENCES, Preferences } from './nouns/preferences.ts'
export { Presence, PresenceState } from './nouns/presence.ts'
export { Reaction } from './nouns/reactions.ts'
export { ReadReceipt } from './nouns/receipts.ts'
export { ContactRequest } from './nouns/requests.ts'
export { ROLES, Role } from './nouns/roles.ts'
export {
  FEATURES,
  FEATURES_OF,
  type Feature,
  Features,
  MyRoom,
  Room,
  RoomType,
} from './nouns/rooms.ts'
export { SCOPES, Scope } from './nouns/scopes.ts'
export { Fragment, SearchHit } from './nouns/search.ts'
export { Position, Sender, Seq, Time } from './nouns/shared.ts'
export { Thread } from './nouns/threads.ts'
export { User, UserKind } from './nouns/users.ts'
