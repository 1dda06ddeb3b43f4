import type { AppCommandName } from '../../../protocol/management.ts'
import { createKey } from './keys/create.ts'
import { deleteKey } from './keys/delete.ts'
import { listKeys } from './keys/list.ts'
import { addMember } from './members/add.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { updateMember } from './members/update.ts'
import { deleteMessage } from './messages/delete.ts'
import { listMessages } from './messages/list.ts'
import { readMessage } from './messages/read.ts'
import { send } from './messages/send.ts'
import { updateMessage } from './messages/update.ts'
import { read } from './receipts/read.ts'
import { readAll } from './receipts/read-all.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { listRooms } from './rooms/list.ts'
import { readRoom } from './rooms/read.ts'
import { updateRoom } from './rooms/update.ts'
import { readStatistics } from './statistics/read.ts'
import { createToken } from './tokens/create.ts'
import type { AppUseCase } from './use-case.ts'
import { createUser } from './users/create.ts'
import { deleteUser } from './users/delete.ts'
import { listUsers } from './users/list.ts'
import { readUser } from './users/read.ts'
import { updateUser } from './users/update.ts'

/** The contents page of what the app's backend can do. A batch is many of these. */
export const appUseCases: { readonly [N in AppCommandName]: AppUseCase<N> } = {
  'users.create': createUser,
  'users.list': listUsers,
  'users.read': readUser,
  'users.update': updateUser,
  'users.delete': deleteUser,
  'rooms.create': createRoom,
  'rooms.list': listRooms,
  'rooms.read': readRoom,
  'rooms.update': updateRoom,
  'rooms.delete': deleteRoom,
  'members.list': listMembers,
  'members.add': addMember,
  'members.update': updateMember,
  'members.remove': removeMember,
  'messages.list': listMessages,
  'messages.read': readMessage,
  'messages.send': send,
  'messages.update': updateMessage,
  'messages.delete': deleteMessage,
  'receipts.read': read,
  'receipts.readAll': readAll,
  'tokens.create': createToken,
  'keys.create': createKey,
  'keys.list': listKeys,
  'keys.delete': deleteKey,
  'statistics.read': readStatistics,
}
