import type { CommandName } from '../../protocol/commands.ts'
import { createGuest } from './guests/create.ts'
import { addMember } from './members/add.ts'
import { join } from './members/join.ts'
import { leave } from './members/leave.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { updateMember } from './members/update.ts'
import { listMessages } from './messages/list.ts'
import { send } from './messages/send.ts'
import { read } from './receipts/read.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { listRooms } from './rooms/list.ts'
import { readRoom } from './rooms/read.ts'
import { updateRoom } from './rooms/update.ts'
import { createTicket } from './tickets/create.ts'
import type { UseCase } from './use-case.ts'
import { readMe } from './users/read-me.ts'
import { updateMe } from './users/update-me.ts'

/** The contents page: all that the product can do. A command without a use-case does not compile. */
export const useCases: { readonly [N in CommandName]: UseCase<N> } = {
  'guests.create': createGuest,
  'me.read': readMe,
  'me.update': updateMe,
  'tickets.create': createTicket,
  'rooms.create': createRoom,
  'rooms.list': listRooms,
  'rooms.read': readRoom,
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
  'receipts.read': read,
}
