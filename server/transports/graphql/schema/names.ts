import { COMMANDS, type CommandName } from '../../../../protocol/commands.ts'

type Method<N extends CommandName> = (typeof COMMANDS)[N]['method']
/** The commands that only read. Each one is a field of `Query`. */
export type QueryName = {
  [N in CommandName]: Method<N> extends 'GET' ? N : never
}[CommandName]
/** The commands that change something. Each one is a field of `Mutation`. */
export type MutationName = Exclude<CommandName, QueryName>

/** A command without a name here does not compile. */
export const MUTATIONS: { readonly [N in MutationName]: string } = {
  'guests.create': 'createGuest',
  'accounts.create': 'createAccount',
  'accounts.update': 'updateAccount',
  'accounts.delete': 'deleteAccount',
  'emails.verify': 'verifyEmail',
  'passwords.requestReset': 'requestPasswordReset',
  'passwords.reset': 'resetPassword',
  'sessions.create': 'createSession',
  'sessions.refresh': 'refreshSession',
  'sessions.delete': 'deleteSession',
  'sessions.deleteAll': 'deleteAllSessions',
  'identities.begin': 'beginSignIn',
  'identities.signIn': 'signInByIdentity',
  'identities.connect': 'connectIdentity',
  'identities.create': 'createIdentity',
  'identities.delete': 'deleteIdentity',
  'secondFactors.create': 'createSecondFactor',
  'secondFactors.confirm': 'confirmSecondFactor',
  'secondFactors.delete': 'deleteSecondFactor',
  'recoveryCodes.create': 'createRecoveryCodes',
  'passkeys.createOptions': 'createPasskeyOptions',
  'passkeys.create': 'createPasskey',
  'passkeys.delete': 'deletePasskey',
  'passkeys.signInOptions': 'createPasskeySignInOptions',
  'sessions.createByPasskey': 'createSessionByPasskey',
  'links.create': 'createLink',
  'links.delete': 'deleteLink',
  'wordLists.create': 'createWordList',
  'wordLists.update': 'updateWordList',
  'wordLists.delete': 'deleteWordList',
  'roomWordLists.create': 'createRoomWordList',
  'roomWordLists.update': 'updateRoomWordList',
  'roomWordLists.delete': 'deleteRoomWordList',
  'me.update': 'updateMe',
  'users.updateRole': 'updateUserRole',
  'tickets.create': 'createTicket',
  'rooms.create': 'createRoom',
  'rooms.update': 'updateRoom',
  'rooms.delete': 'deleteRoom',
  'members.join': 'joinRoom',
  'members.leave': 'leaveRoom',
  'members.add': 'addMember',
  'members.update': 'updateMember',
  'members.remove': 'removeMember',
  'messages.send': 'sendMessage',
  'messages.update': 'updateMessage',
  'messages.delete': 'deleteMessage',
  'messages.deleteAll': 'deleteAllMessages',
  'serverMessages.deleteAll': 'deleteAllMessagesOnServer',
  'messages.restore': 'restoreMessage',
  'receipts.markRead': 'markRead',
  'receipts.markAllRead': 'markAllRead',
  'receipts.markUnread': 'markUnread',
  'receipts.markDelivered': 'markDelivered',
  'receipts.markThreadRead': 'markThreadRead',
  'threads.follow': 'followThread',
  'threads.unfollow': 'unfollowThread',
  'reactions.add': 'addReaction',
  'reactions.remove': 'removeReaction',
  'pins.add': 'pinMessage',
  'pins.remove': 'unpinMessage',
  'preferences.update': 'updatePreferences',
  'invitations.create': 'createInvitation',
  'invitations.accept': 'acceptInvitation',
  'invitations.delete': 'deleteInvitation',
  'blocks.create': 'createBlock',
  'blocks.delete': 'deleteBlock',
  'sanctions.create': 'createSanction',
  'sanctions.delete': 'deleteSanction',
  'sanctions.answerAppeal': 'answerAppeal',
  'sanctions.appeal': 'appeal',
  'erasures.create': 'createErasure',
  'exports.create': 'createExport',
  'legalHolds.create': 'createLegalHold',
  'legalHolds.delete': 'deleteLegalHold',
  'serverSanctions.create': 'createServerSanction',
  'serverSanctions.delete': 'deleteServerSanction',
  'serverSanctions.answerAppeal': 'answerServerAppeal',
  'joinRequests.create': 'createJoinRequest',
  'joinRequests.accept': 'acceptJoinRequest',
  'joinRequests.decline': 'declineJoinRequest',
  'joinRequests.delete': 'deleteJoinRequest',
  'requests.create': 'createRequest',
  'requests.accept': 'acceptRequest',
  'requests.decline': 'declineRequest',
  'requests.delete': 'deleteRequest',
  'consent.update': 'updateConsent',
  'reports.create': 'createReport',
  'reports.claim': 'claimReport',
  'reports.close': 'closeReport',
  'typing.start': 'startTyping',
  'typing.stop': 'stopTyping',
  'presence.update': 'updatePresence',
}

/** `message.created` becomes `MessageCreated`, `markRead` becomes `MarkRead`. */
export const pascal = (name: string): string =>
  name
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

export const isMutation = (name: CommandName): name is MutationName =>
  COMMANDS[name].method !== 'GET'
