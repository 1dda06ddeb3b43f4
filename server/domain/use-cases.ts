import type { CommandName } from '../../protocol/commands.ts'
import { createAccount } from './accounts/create.ts'
import { deleteAccount } from './accounts/delete.ts'
import { getAccount } from './accounts/get.ts'
import { requestReset } from './accounts/request-reset.ts'
import { resetPassword } from './accounts/reset-password.ts'
import { updateAccount } from './accounts/update.ts'
import { verifyEmail } from './accounts/verify-email.ts'
import { deleteAllMessages } from './all-messages/delete.ts'
import { deleteAllOnServer } from './all-messages/delete-on-server.ts'
import { listAudit } from './audit/list.ts'
import { createBlock } from './blocks/create.ts'
import { deleteBlock } from './blocks/delete.ts'
import { listBlocks } from './blocks/list.ts'
import { getConsent } from './consent/get.ts'
import { updateConsent } from './consent/update.ts'
import { createErasure } from './erasures/create.ts'
import { createExport } from './exports/create.ts'
import { listExports } from './exports/list.ts'
import { createGuest } from './guests/create.ts'
import { beginSignIn } from './identities/begin.ts'
import { connectIdentity } from './identities/connect.ts'
import { createIdentity } from './identities/create.ts'
import { deleteIdentity } from './identities/delete.ts'
import { listIdentities } from './identities/list.ts'
import { listProviders } from './identities/list-providers.ts'
import { signInByIdentity } from './identities/sign-in.ts'
import { acceptInvitation } from './invitations/accept.ts'
import { createInvitation } from './invitations/create.ts'
import { deleteInvitation } from './invitations/delete.ts'
import { getInvitation } from './invitations/get.ts'
import { listInvitations } from './invitations/list.ts'
import { listMyInvitations } from './invitations/list-mine.ts'
import { acceptJoinRequest } from './join-requests/accept.ts'
import { createJoinRequest } from './join-requests/create.ts'
import { declineJoinRequest } from './join-requests/decline.ts'
import { deleteJoinRequest } from './join-requests/delete.ts'
import { getJoinRequest } from './join-requests/get.ts'
import { listJoinRequests } from './join-requests/list.ts'
import { listMyJoinRequests } from './join-requests/list-mine.ts'
import { createLegalHold } from './legal-holds/create.ts'
import { deleteLegalHold } from './legal-holds/delete.ts'
import { listLegalHolds } from './legal-holds/list.ts'
import { createOneTimeLink } from './links/create.ts'
import { deleteLink } from './links/delete.ts'
import { listLinks } from './links/list.ts'
import { getLobby } from './lobby/get.ts'
import { addMember } from './members/add.ts'
import { join } from './members/join.ts'
import { leave } from './members/leave.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { updateMember } from './members/update.ts'
import { listMentions } from './mentions/list.ts'
import { deleteMessage } from './messages/delete.ts'
import { findMessage } from './messages/find.ts'
import { getMessage } from './messages/get.ts'
import { listMessages } from './messages/list.ts'
import { listUnread } from './messages/list-unread.ts'
import { listVersions } from './messages/list-versions.ts'
import { restoreMessage } from './messages/restore.ts'
import { searchMessages } from './messages/search.ts'
import { send } from './messages/send.ts'
import { updateMessage } from './messages/update.ts'
import { createPasskey } from './passkeys/create.ts'
import { createOptions } from './passkeys/create-options.ts'
import { deletePasskey } from './passkeys/delete.ts'
import { listPasskeys } from './passkeys/list.ts'
import { signInOptions } from './passkeys/sign-in-options.ts'
import { explainPermission } from './permissions/explain.ts'
import { addPin } from './pins/add.ts'
import { listPins } from './pins/list.ts'
import { removePin } from './pins/remove.ts'
import { updatePreferences } from './preferences/update.ts'
import { listPresence } from './presence/list.ts'
import { updatePresence } from './presence/update.ts'
import { getQuotas } from './quotas/get.ts'
import { addReaction } from './reactions/add.ts'
import { listReactions } from './reactions/list.ts'
import { removeReaction } from './reactions/remove.ts'
import { listReceipts } from './receipts/list.ts'
import { markAllRead } from './receipts/mark-all-read.ts'
import { markDelivered } from './receipts/mark-delivered.ts'
import { markRead } from './receipts/mark-read.ts'
import { markThreadRead } from './receipts/mark-thread-read.ts'
import { markUnread } from './receipts/mark-unread.ts'
import { createRecoveryCodes } from './recovery-codes/create.ts'
import { claimReport } from './reports/claim.ts'
import { closeReport } from './reports/close.ts'
import { createReport } from './reports/create.ts'
import { getReport } from './reports/get.ts'
import { listReports } from './reports/list.ts'
import { listMyReports } from './reports/list-mine.ts'
import { accept } from './requests/accept.ts'
import { createRequest } from './requests/create.ts'
import { declineRequest } from './requests/decline.ts'
import { deleteRequest } from './requests/delete.ts'
import { getRequest } from './requests/get.ts'
import { listRequests } from './requests/list.ts'
import { listSentRequests } from './requests/list-sent.ts'
import { createRoomWordList } from './room-word-lists/create.ts'
import { deleteRoomWordList } from './room-word-lists/delete.ts'
import { getRoomWordList } from './room-word-lists/get.ts'
import { listRoomWordLists } from './room-word-lists/list.ts'
import { updateRoomWordList } from './room-word-lists/update.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { getRoom } from './rooms/get.ts'
import { listRooms } from './rooms/list.ts'
import { updateRoom } from './rooms/update.ts'
import { answerAppeal } from './sanctions/answer-appeal.ts'
import { answerServerAppeal } from './sanctions/answer-appeal-on-server.ts'
import { appeal } from './sanctions/appeal.ts'
import { createSanction } from './sanctions/create.ts'
import { createServerSanction } from './sanctions/create-on-server.ts'
import { deleteSanction } from './sanctions/delete.ts'
import { deleteServerSanction } from './sanctions/delete-on-server.ts'
import { listSanctions } from './sanctions/list.ts'
import { listMySanctions } from './sanctions/list-mine.ts'
import { listServerSanctions } from './sanctions/list-on-server.ts'
import { confirmSecondFactor } from './second-factors/confirm.ts'
import { createSecondFactor } from './second-factors/create.ts'
import { deleteSecondFactor } from './second-factors/delete.ts'
import { getServer } from './server/get.ts'
import { createSession } from './sessions/create.ts'
import { createSessionByPasskey } from './sessions/create-by-passkey.ts'
import { deleteSession } from './sessions/delete.ts'
import { deleteAllSessions } from './sessions/delete-all.ts'
import { listSessions } from './sessions/list.ts'
import { refreshSession } from './sessions/refresh.ts'
import { followThread } from './threads/follow.ts'
import { getThread } from './threads/get.ts'
import { listThreads } from './threads/list.ts'
import { unfollowThread } from './threads/unfollow.ts'
import { createTicket } from './tickets/create.ts'
import { startTyping } from './typing/start.ts'
import { stopTyping } from './typing/stop.ts'
import type { UseCase } from './use-case.ts'
import { getMe } from './users/get-me.ts'
import { listUsers } from './users/list.ts'
import { updateMe } from './users/update-me.ts'
import { updateRole } from './users/update-role.ts'
import { createWordList } from './word-lists/create.ts'
import { deleteWordList } from './word-lists/delete.ts'
import { getWordList } from './word-lists/get.ts'
import { listWordLists } from './word-lists/list.ts'
import { updateWordList } from './word-lists/update.ts'

/** The use-case of each command of the client port. A command without a use-case does not compile. */
export const useCases: { readonly [N in CommandName]: UseCase<N> } = {
  'guests.create': createGuest,
  'accounts.create': createAccount,
  'accounts.get': getAccount,
  'accounts.update': updateAccount,
  'accounts.delete': deleteAccount,
  'emails.verify': verifyEmail,
  'passwords.requestReset': requestReset,
  'passwords.reset': resetPassword,
  'sessions.create': createSession,
  'sessions.refresh': refreshSession,
  'sessions.list': listSessions,
  'sessions.delete': deleteSession,
  'sessions.deleteAll': deleteAllSessions,
  'secondFactors.create': createSecondFactor,
  'secondFactors.confirm': confirmSecondFactor,
  'secondFactors.delete': deleteSecondFactor,
  'recoveryCodes.create': createRecoveryCodes,
  'passkeys.createOptions': createOptions,
  'passkeys.create': createPasskey,
  'passkeys.list': listPasskeys,
  'passkeys.delete': deletePasskey,
  'passkeys.signInOptions': signInOptions,
  'sessions.createByPasskey': createSessionByPasskey,
  'links.create': createOneTimeLink,
  'links.list': listLinks,
  'reports.create': createReport,
  'reports.listMine': listMyReports,
  'reports.list': listReports,
  'reports.get': getReport,
  'reports.claim': claimReport,
  'reports.close': closeReport,
  'audit.list': listAudit,
  'wordLists.create': createWordList,
  'wordLists.list': listWordLists,
  'wordLists.get': getWordList,
  'wordLists.update': updateWordList,
  'wordLists.delete': deleteWordList,
  'roomWordLists.create': createRoomWordList,
  'roomWordLists.list': listRoomWordLists,
  'roomWordLists.get': getRoomWordList,
  'roomWordLists.update': updateRoomWordList,
  'roomWordLists.delete': deleteRoomWordList,
  'links.delete': deleteLink,
  'identities.listProviders': listProviders,
  'identities.begin': beginSignIn,
  'identities.signIn': signInByIdentity,
  'identities.connect': connectIdentity,
  'identities.create': createIdentity,
  'identities.list': listIdentities,
  'identities.delete': deleteIdentity,
  'lobby.get': getLobby,
  'server.get': getServer,
  'me.get': getMe,
  'me.update': updateMe,
  'users.list': listUsers,
  'quotas.get': getQuotas,
  'users.updateRole': updateRole,
  'permissions.explain': explainPermission,
  'tickets.create': createTicket,
  'rooms.create': createRoom,
  'rooms.list': listRooms,
  'rooms.get': getRoom,
  'rooms.update': updateRoom,
  'rooms.delete': deleteRoom,
  'members.list': listMembers,
  'members.join': join,
  'members.leave': leave,
  'members.add': addMember,
  'members.update': updateMember,
  'members.remove': removeMember,
  'messages.send': send,
  'messages.list': listMessages,
  'messages.listUnread': listUnread,
  'receipts.markRead': markRead,
  'receipts.markAllRead': markAllRead,
  'messages.get': getMessage,
  'messages.find': findMessage,
  'messages.update': updateMessage,
  'messages.delete': deleteMessage,
  'messages.deleteAll': deleteAllMessages,
  'serverMessages.deleteAll': deleteAllOnServer,
  'messages.restore': restoreMessage,
  'messages.listVersions': listVersions,
  'messages.search': searchMessages,
  'reactions.add': addReaction,
  'reactions.remove': removeReaction,
  'reactions.list': listReactions,
  'threads.list': listThreads,
  'threads.get': getThread,
  'threads.follow': followThread,
  'threads.unfollow': unfollowThread,
  'receipts.markUnread': markUnread,
  'receipts.markDelivered': markDelivered,
  'receipts.list': listReceipts,
  'receipts.markThreadRead': markThreadRead,
  'mentions.list': listMentions,
  'pins.list': listPins,
  'pins.add': addPin,
  'pins.remove': removePin,
  'preferences.update': updatePreferences,
  'invitations.create': createInvitation,
  'invitations.list': listInvitations,
  'invitations.get': getInvitation,
  'invitations.listMine': listMyInvitations,
  'invitations.accept': acceptInvitation,
  'invitations.delete': deleteInvitation,
  'blocks.create': createBlock,
  'blocks.delete': deleteBlock,
  'blocks.list': listBlocks,
  'sanctions.create': createSanction,
  'sanctions.list': listSanctions,
  'sanctions.delete': deleteSanction,
  'sanctions.answerAppeal': answerAppeal,
  'sanctions.listMine': listMySanctions,
  'sanctions.appeal': appeal,
  'serverSanctions.create': createServerSanction,
  'serverSanctions.list': listServerSanctions,
  'serverSanctions.delete': deleteServerSanction,
  'serverSanctions.answerAppeal': answerServerAppeal,
  'erasures.create': createErasure,
  'exports.create': createExport,
  'exports.list': listExports,
  'legalHolds.create': createLegalHold,
  'legalHolds.list': listLegalHolds,
  'legalHolds.delete': deleteLegalHold,
  'joinRequests.create': createJoinRequest,
  'joinRequests.list': listJoinRequests,
  'joinRequests.get': getJoinRequest,
  'joinRequests.listMine': listMyJoinRequests,
  'joinRequests.accept': acceptJoinRequest,
  'joinRequests.decline': declineJoinRequest,
  'joinRequests.delete': deleteJoinRequest,
  'requests.create': createRequest,
  'requests.list': listRequests,
  'requests.listSent': listSentRequests,
  'requests.get': getRequest,
  'requests.accept': accept,
  'requests.decline': declineRequest,
  'requests.delete': deleteRequest,
  'consent.get': getConsent,
  'consent.update': updateConsent,
  'typing.start': startTyping,
  'typing.stop': stopTyping,
  'presence.update': updatePresence,
  'presence.list': listPresence,
}
