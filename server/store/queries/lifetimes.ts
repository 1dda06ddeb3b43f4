import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Query, Run } from '../tables/statement.ts'
import type { Tables } from '../tables/tables.ts'
import { deleteAccount } from './accounts.ts'
import { eraseAuditOfUser } from './audit.ts'
import { deleteBlocksOf } from './blocks.ts'
import { deleteConsent } from './consent.ts'
import { eraseIdentities } from './identities.ts'
import { endInvitations } from './invitations.ts'
import { endJoinRequests } from './join-requests.ts'
import { eraseLegalHoldReasons } from './legal-holds.ts'
import { eraseLinks } from './links.ts'
import { endMembers } from './members.ts'
import { deleteMention, deleteMentions, mentionsOfRoom } from './mentions.ts'
import { eraseMessage } from './messages.ts'
import { deleteChallengesOf, erasePasskeys } from './passkeys.ts'
import { deletePin, erasePins } from './pins.ts'
import { deletePresence } from './presence.ts'
import { deleteQuotas, deleteUsage } from './quotas.ts'
import { deleteReaction, deleteReactions, reactionsOfRoom } from './reactions.ts'
import { deleteRead, readsOfRoom } from './receipts.ts'
import { eraseEvidenceOfUser, eraseReporter, eraseReportsOfUser } from './reports.ts'
import { eraseRequests } from './requests.ts'
import { eraseMessages } from './room-erasure.ts'
import { eraseRoom } from './rooms.ts'
import { eraseSanctionTexts, eraseSanctionTextsIn } from './sanctions.ts'
import { deleteRecoveryCodes, deleteSecondFactor } from './second-factors.ts'
import { eraseRefreshTokens, eraseSessions } from './sessions.ts'
import { deleteFollower, followersOfRoom } from './threads.ts'
import { deleteUser } from './users.ts'
import {
  deleteVersion,
  eraseVersions,
  takeFromTrash,
  trashOfRoom,
  versionsOfRoom,
} from './versions.ts'
import { eraseWordLists } from './word-lists.ts'

/** What is deleted, with the arguments of the statements that erase it. `seq`: the room's event, or the message. */
type Deleted = {
  room: { readonly room: RoomId; readonly seq: number; readonly at: number }
  message: { readonly room: RoomId; readonly seq: number; readonly at: number }
  user: { readonly id: UserId; readonly user: UserId; readonly at: number }
}
type Erase<D extends keyof Deleted> = Query<Deleted[D], unknown>
/** Why the rows stay as they are. */
type Reason = string

type Lifetime = {
  readonly [D in keyof Deleted]: Erase<D> | Reason | (D extends 'room' ? Later : never)
}

/** What a job erases after the room was deleted, because it can be many rows: by the seqs of messages, or in strides. */
type Later = { readonly bySeq: Query<SeqRange, unknown> } | { readonly stride: Stride }
type SeqRange = {
  readonly room: RoomId
  readonly from: number
  readonly to: number
  readonly at: number
}
/** Deletes the first rows of a room, at most `limit`, and returns how many there were. */
type Stride = (run: Run, of: { readonly room: RoomId; readonly limit: number }) => Promise<number>

const inStrides = <K>(
  keys: Query<{ readonly room: RoomId; readonly limit: number }, K>,
  erase: Query<K, unknown>,
): Later => ({
  stride: async (run, of) => {
    const found = await run.all(keys, of)
    for (const key of found) await run.first(erase, key)
    return found.length
  },
})

const NOT_OF_A_ROOM = 'belongs to no room'
const NOT_OF_A_MESSAGE = 'belongs to no message'
const NOT_OF_A_USER = 'belongs to no user'
const ONLY_HASH = 'a hash, by which another import finds that it was deleted'
const ID_ONLY = 'has only the id of the user, whose row has no name any more'

/**
 * For every table: the statement that erases its rows when a room, a message or a user is deleted, or why they stay.
 * Deletion runs these statements. A table that is added does not compile until it is here.
 */
export const LIFETIMES: { readonly [T in keyof Tables]: Lifetime } = {
  settings: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: NOT_OF_A_USER },
  tickets: {
    room: NOT_OF_A_ROOM,
    message: NOT_OF_A_MESSAGE,
    user: 'ends after 30 seconds, and opens nothing for a deleted user',
  },
  users: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteUser },
  rooms: {
    room: eraseRoom,
    message: NOT_OF_A_MESSAGE,
    user: 'the rooms of a user belong to all of their members',
  },
  members: {
    room: endMembers,
    message: NOT_OF_A_MESSAGE,
    user: 'the use-case ends each membership, with its event',
  },
  messages: {
    room: { bySeq: eraseMessages },
    message: eraseMessage,
    user: 'the use-case deletes each message, if the app wants that',
  },
  logs: {
    room: 'the counter of a log that ends',
    message: 'the seqs of a log have no gaps',
    user: 'the counter of a log that ends',
  },
  events: {
    room: 'has no text: the payload is read from the other tables',
    message: 'has no text: the payload is read from the other tables',
    user: ID_ONLY,
  },
  versions: {
    room: inStrides(versionsOfRoom, deleteVersion),
    message: eraseVersions,
    user: 'see messages',
  },
  trash: {
    room: inStrides(trashOfRoom, takeFromTrash),
    message: 'the author can restore the message for a minute',
    user: 'see messages',
  },
  reactions: {
    room: inStrides(reactionsOfRoom, deleteReaction),
    message: deleteReactions,
    user: ID_ONLY,
  },
  pins: { room: erasePins, message: deletePin, user: NOT_OF_A_USER },
  reads: { room: inStrides(readsOfRoom, deleteRead), message: NOT_OF_A_MESSAGE, user: ID_ONLY },
  followers: {
    room: inStrides(followersOfRoom, deleteFollower),
    message: 'the replies of a deleted root stay, and so does its thread',
    user: ID_ONLY,
  },
  mentions: {
    room: inStrides(mentionsOfRoom, deleteMention),
    message: deleteMentions,
    user: ID_ONLY,
  },
  invitations: {
    room: endInvitations,
    message: NOT_OF_A_MESSAGE,
    user: 'the use-case ends each invitation, with its event',
  },
  join_requests: {
    room: endJoinRequests,
    message: NOT_OF_A_MESSAGE,
    user: 'the use-case ends each join request, with its event',
  },
  blocks: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteBlocksOf },
  sanctions: {
    room: eraseSanctionTextsIn,
    message: NOT_OF_A_MESSAGE,
    user: eraseSanctionTexts,
  },
  erasures: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: ID_ONLY },
  exports: {
    room: NOT_OF_A_ROOM,
    message: NOT_OF_A_MESSAGE,
    user: 'the use-case ends each export; its receipt has only the id of the user',
  },
  export_parts: {
    room: 'a copy for its user, which is deleted after a week',
    message: 'a copy for its user, which is deleted after a week',
    user: 'a job deletes them at once, in strides, because they can be large',
  },
  legal_holds: {
    room: 'a room under a hold is not deleted; an ended hold says nothing that was written in the room',
    message: NOT_OF_A_MESSAGE,
    user: eraseLegalHoldReasons,
  },
  requests: {
    room: 'belongs to its two users',
    message: NOT_OF_A_MESSAGE,
    user: eraseRequests,
  },
  consent: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteConsent },
  presence: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deletePresence },
  api_keys: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: 'belongs to the app' },
  usage: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteUsage },
  quotas: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteQuotas },
  jobs: {
    room: 'the job ends at its next run: it finds the room deleted',
    message: 'the job ends at its next run: it finds the message deleted',
    user: 'the job ends at its next run: it finds the user deleted',
  },
  accounts: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteAccount },
  // Before the sessions, by which their tokens are found.
  refresh_tokens: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: eraseRefreshTokens },
  sessions: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: eraseSessions },
  second_factors: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteSecondFactor },
  recovery_codes: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteRecoveryCodes },
  passkeys: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: erasePasskeys },
  challenges: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: deleteChallengesOf },
  links: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: eraseLinks },
  imported: {
    room: ONLY_HASH,
    message: ONLY_HASH,
    user: ONLY_HASH,
  },
  identities: { room: NOT_OF_A_ROOM, message: NOT_OF_A_MESSAGE, user: eraseIdentities },
  reports: {
    room: 'the owner of a room cannot delete what was reported',
    message: 'the author of a message cannot delete what was reported',
    user: eraseReportsOfUser,
  },
  reporters: {
    room: 'see reports',
    message: 'see reports',
    user: eraseReporter,
  },
  report_messages: {
    room: 'the evidence stays until the report is closed',
    message: 'the evidence stays until the report is closed',
    user: eraseEvidenceOfUser,
  },
  audit: {
    room: 'the acts of staff stay, and say nothing that was written in the room',
    message: 'the acts of staff stay, and have no texts of messages',
    user: eraseAuditOfUser,
  },
  word_lists: {
    room: eraseWordLists,
    message: NOT_OF_A_MESSAGE,
    user: 'belongs to the server or to a room',
  },
  sign_in_attempts: {
    room: NOT_OF_A_ROOM,
    message: NOT_OF_A_MESSAGE,
    user: 'has only a hash of the login, for an hour',
  },
  mail_counts: {
    room: NOT_OF_A_ROOM,
    message: NOT_OF_A_MESSAGE,
    user: 'has only hashes, for two hours',
  },
}

/** The statements that erase rows in the transaction of the deletion. */
const erasing = <D extends keyof Deleted>(deleted: D): readonly Erase<D>[] =>
  Object.values<Lifetime>(LIFETIMES).flatMap((lifetime) => {
    const erase = lifetime[deleted]
    return typeof erase === 'object' && 'build' in erase ? [erase as Erase<D>] : []
  })

export const ERASE_ROOM = erasing('room')
export const ERASE_MESSAGE = erasing('message')
export const ERASE_USER = erasing('user')

const LATER = Object.values<Lifetime>(LIFETIMES).flatMap(({ room }) =>
  typeof room === 'string' || 'build' in room ? [] : [room],
)
/** What the job erases when a room was deleted. */
export const ERASE_ROOM_BY_SEQ = LATER.flatMap((each) => ('bySeq' in each ? [each.bySeq] : []))
export const ERASE_ROOM_IN_STRIDES = LATER.flatMap((each) =>
  'stride' in each ? [each.stride] : [],
)
