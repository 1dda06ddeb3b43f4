import type { AppCommandName } from '../../../protocol/management.ts'
import { createAccount } from './accounts/create.ts'
import { listAudit } from './audit/list.ts'
import { createErasure } from './erasures/create.ts'
import { getErasure } from './erasures/get.ts'
import { listErasures } from './erasures/list.ts'
import { createExport } from './exports/create.ts'
import { getExport } from './exports/get.ts'
import { listExports } from './exports/list.ts'
import { deleteIdentityOfUser } from './identities/delete.ts'
import { listIdentitiesOfUser } from './identities/list.ts'
import { clearJob } from './jobs/clear.ts'
import { getJob } from './jobs/get.ts'
import { listJobs } from './jobs/list.ts'
import { retryJob } from './jobs/retry.ts'
import { acceptJoinRequest } from './join-requests/accept.ts'
import { declineJoinRequest } from './join-requests/decline.ts'
import { listJoinRequests } from './join-requests/list.ts'
import { createKey } from './keys/create.ts'
import { deleteKey } from './keys/delete.ts'
import { listKeys } from './keys/list.ts'
import { createLegalHold } from './legal-holds/create.ts'
import { deleteLegalHold } from './legal-holds/delete.ts'
import { listLegalHolds } from './legal-holds/list.ts'
import { createOneTimeLink } from './links/create.ts'
import { deleteLink } from './links/delete.ts'
import { listLinks } from './links/list.ts'
import { offerAdministratorLink } from './links/offer-administrator.ts'
import { addMember } from './members/add.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { updateMember } from './members/update.ts'
import { deleteMessage } from './messages/delete.ts'
import { deleteAllMessages } from './messages/delete-all.ts'
import { getMessage } from './messages/get.ts'
import { listMessages } from './messages/list.ts'
import { send } from './messages/send.ts'
import { updateMessage } from './messages/update.ts'
import { deleteAllPasskeys } from './passkeys/delete-all.ts'
import { listPasskeys } from './passkeys/list.ts'
import { explainPermission } from './permissions/explain.ts'
import { getQuotas } from './quotas/get.ts'
import { updateQuotas } from './quotas/update.ts'
import { markAllRead } from './receipts/mark-all-read.ts'
import { markRead } from './receipts/mark-read.ts'
import { claimReport } from './reports/claim.ts'
import { closeReport } from './reports/close.ts'
import { getReport } from './reports/get.ts'
import { listReports } from './reports/list.ts'
import { accept } from './requests/accept.ts'
import { declineRequest } from './requests/decline.ts'
import { listRequests } from './requests/list.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { getRoom } from './rooms/get.ts'
import { listRooms } from './rooms/list.ts'
import { updateRoom } from './rooms/update.ts'
import { answerAppeal } from './sanctions/answer-appeal.ts'
import { createSanction } from './sanctions/create.ts'
import { deleteSanction } from './sanctions/delete.ts'
import { listSanctions } from './sanctions/list.ts'
import { deleteSecondFactor } from './second-factors/delete.ts'
import { deleteSession } from './sessions/delete.ts'
import { deleteAllSessions } from './sessions/delete-all.ts'
import { listSessions } from './sessions/list.ts'
import { getStatistics } from './statistics/get.ts'
import { createToken } from './tokens/create.ts'
import type { AppUseCase } from './use-case.ts'
import { createUser } from './users/create.ts'
import { deleteUser } from './users/delete.ts'
import { getUser } from './users/get.ts'
import { listUsers } from './users/list.ts'
import { updateUser } from './users/update.ts'
import { createWordList } from './word-lists/create.ts'
import { deleteWordList } from './word-lists/delete.ts'
import { getWordList } from './word-lists/get.ts'
import { listWordLists } from './word-lists/list.ts'
import { updateWordList } from './word-lists/update.ts'

/** The use-case of each command of the management port. A batch runs many of them. */
export const appUseCases: { readonly [N in AppCommandName]: AppUseCase<N> } = {
  'users.create': createUser,
  'users.list': listUsers,
  'users.get': getUser,
  'users.update': updateUser,
  'users.delete': deleteUser,
  'quotas.get': getQuotas,
  'quotas.update': updateQuotas,
  'permissions.explain': explainPermission,
  'accounts.create': createAccount,
  'sessions.list': listSessions,
  'sessions.delete': deleteSession,
  'sessions.deleteAll': deleteAllSessions,
  'secondFactors.delete': deleteSecondFactor,
  'passkeys.list': listPasskeys,
  'passkeys.deleteAll': deleteAllPasskeys,
  'links.create': createOneTimeLink,
  'links.offerAdministrator': offerAdministratorLink,
  'links.list': listLinks,
  'links.delete': deleteLink,
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
  'identities.list': listIdentitiesOfUser,
  'identities.delete': deleteIdentityOfUser,
  'rooms.create': createRoom,
  'rooms.list': listRooms,
  'rooms.get': getRoom,
  'rooms.update': updateRoom,
  'rooms.delete': deleteRoom,
  'members.list': listMembers,
  'members.add': addMember,
  'members.update': updateMember,
  'members.remove': removeMember,
  'sanctions.create': createSanction,
  'sanctions.list': listSanctions,
  'sanctions.delete': deleteSanction,
  'sanctions.answerAppeal': answerAppeal,
  'erasures.create': createErasure,
  'erasures.get': getErasure,
  'erasures.list': listErasures,
  'exports.create': createExport,
  'exports.get': getExport,
  'exports.list': listExports,
  'legalHolds.create': createLegalHold,
  'legalHolds.list': listLegalHolds,
  'legalHolds.delete': deleteLegalHold,
  'joinRequests.list': listJoinRequests,
  'joinRequests.accept': acceptJoinRequest,
  'joinRequests.decline': declineJoinRequest,
  'requests.list': listRequests,
  'requests.accept': accept,
  'requests.decline': declineRequest,
  'messages.list': listMessages,
  'messages.get': getMessage,
  'messages.send': send,
  'messages.update': updateMessage,
  'messages.delete': deleteMessage,
  'messages.deleteAll': deleteAllMessages,
  'receipts.markRead': markRead,
  'receipts.markAllRead': markAllRead,
  'tokens.create': createToken,
  'keys.create': createKey,
  'keys.list': listKeys,
  'keys.delete': deleteKey,
  'statistics.get': getStatistics,
  'jobs.list': listJobs,
  'jobs.get': getJob,
  'jobs.retry': retryJob,
  'jobs.clear': clearJob,
}
