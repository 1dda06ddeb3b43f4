export { Account, AccountChange } from './nouns/accounts.ts'
export { AuditEntry } from './nouns/audit.ts'
export { Block } from './nouns/blocks.ts'
export { CONSENT, Consent } from './nouns/consent.ts'
export { ErasedRows, Erasure } from './nouns/erasures.ts'
export { Export, ExportedFile } from './nouns/exports.ts'
export { FEATURES, FEATURES_OF, type Feature, Features } from './nouns/features.ts'
export { Identity, IdentityOfUser, Provider } from './nouns/identities.ts'
export { Invitation } from './nouns/invitations.ts'
export { Job, JobState } from './nouns/jobs.ts'
export { JoinRequest } from './nouns/join-requests.ts'
export { Key } from './nouns/keys.ts'
export { LegalHold } from './nouns/legal-holds.ts'
export { Link, LinkPurpose, NewLink } from './nouns/links.ts'
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
export { Passkey, PasskeyOptions } from './nouns/passkeys.ts'
export { Condition, Explanation, PermissionRule } from './nouns/permissions.ts'
export { NotifyLevel, PREFERENCES, Preferences } from './nouns/preferences.ts'
export { Presence, PresenceState } from './nouns/presence.ts'
export { Quota, QuotaName } from './nouns/quotas.ts'
export { Reaction } from './nouns/reactions.ts'
export { ReadReceipt } from './nouns/receipts.ts'
export {
  Evidence,
  MyReport,
  Report,
  ReportDetails,
  Reporter,
  ReportOutcome,
  ReportReason,
  ReportStatus,
} from './nouns/reports.ts'
export { ContactRequest } from './nouns/requests.ts'
export { ROLES, Role, SERVER_ROLES, ServerRole } from './nouns/roles.ts'
export { isOpen, RoomEntry, RoomPreview, RoomType } from './nouns/room-entry.ts'
export { MyRoom, Room } from './nouns/rooms.ts'
export { Appeal, AppealOutcome, Sanction, SanctionKind } from './nouns/sanctions.ts'
export { SCOPES, Scope } from './nouns/scopes.ts'
export { Fragment, SearchHit } from './nouns/search.ts'
export { NewSecondFactor, RecoveryCodes, SecondFactor } from './nouns/second-factors.ts'
export { Server } from './nouns/server.ts'
export { Session, SessionEnd, SignedIn } from './nouns/sessions.ts'
export { Position, Sender, Seq, Time } from './nouns/shared.ts'
export { Thread } from './nouns/threads.ts'
export { User, UserKind } from './nouns/users.ts'
export { WordAction, WordList } from './nouns/word-lists.ts'
