import type { AppCommandName } from '../../../protocol/management.ts'
import { createKey } from './keys/create.ts'
import { deleteKey } from './keys/delete.ts'
import { listKeys } from './keys/list.ts'
import { addMember } from './members/add.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { updateMember } from './members/update.ts'
import { deleteMessage } from './messages/delete.ts'
import { getMessage } from './messages/get.ts'
import { listMessages } from './messages/list.ts'
import { send } from './messages/send.ts'
import { updateMessage } from './messages/update.ts'
import { markAllRead } from './receipts/mark-all-read.ts'
import { markRead } from './receipts/mark-read.ts'
import { accept } from './requests/accept.ts'
import { declineRequest } from './requests/decline.ts'
import { listRequests } from './requests/list.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { getRoom } from './rooms/get.ts'
import { listRooms } from './rooms/list.ts'
import { updateRoom } from './rooms/update.ts'
import { getStatistics } from './statistics/get.ts'
import { createToken } from './tokens/create.ts'
import type { AppUseCase } from './use-case.ts'
import { createUser } from './users/create.ts'
import { deleteUser } from './users/delete.ts'
import { getUser } from './users/get.ts'
import { listUsers } from './users/list.ts'
import { updateUser } from './users/update.ts'

/** The use-case of each command of the management port. A batch runs many of them. */
export const appUseCases: { readonly [N in AppCommandName]: AppUseCase<N> } = {
  'users.create': createUser,
  'users.list': listUsers,
  'users.get': getUser,
  'users.update': updateUser,
  'users.delete': deleteUser,
  'rooms.create': createRoom,
  'rooms.list': listRooms,
  'rooms.get': getRoom,
  'rooms.update': updateRoom,
  'rooms.delete': deleteRoom,
  'members.list': listMembers,
  'members.add': addMember,
  'members.update': updateMember,
  'members.remove': removeMember,
  'requests.list': listRequests,
  'requests.accept': accept,
  'requests.decline': declineRequest,
  'messages.list': listMessages,
  'messages.get': getMessage,
  'messages.send': send,
  'messages.update': updateMessage,
  'messages.delete': deleteMessage,
  'receipts.markRead': markRead,
  'receipts.markAllRead': markAllRead,
  'tokens.create': createToken,
  'keys.create': createKey,
  'keys.list': listKeys,
  'keys.delete': deleteKey,
  'statistics.get': getStatistics,
}
