import type { CommandName } from '../../protocol/commands.ts'
import { createGuest } from './guests/create.ts'
import { acceptInvitation } from './invitations/accept.ts'
import { createInvitation } from './invitations/create.ts'
import { deleteInvitation } from './invitations/delete.ts'
import { listInvitations } from './invitations/list.ts'
import { myInvitations } from './invitations/mine.ts'
import { readInvitation } from './invitations/read.ts'
import { readLobby } from './lobby/read.ts'
import { addMember } from './members/add.ts'
import { join } from './members/join.ts'
import { leave } from './members/leave.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { updateMember } from './members/update.ts'
import { listMentions } from './mentions/list.ts'
import { deleteMessage } from './messages/delete.ts'
import { findMessage } from './messages/find.ts'
import { listMessages } from './messages/list.ts'
import { readMessage } from './messages/read.ts'
import { restoreMessage } from './messages/restore.ts'
import { searchMessages } from './messages/search.ts'
import { send } from './messages/send.ts'
import { listUnread } from './messages/unread.ts'
import { updateMessage } from './messages/update.ts'
import { listVersions } from './messages/versions.ts'
import { addPin } from './pins/add.ts'
import { listPins } from './pins/list.ts'
import { removePin } from './pins/remove.ts'
import { updatePreferences } from './preferences/update.ts'
import { listPresence } from './presence/list.ts'
import { updatePresence } from './presence/update.ts'
import { addReaction } from './reactions/add.ts'
import { listReactions } from './reactions/list.ts'
import { removeReaction } from './reactions/remove.ts'
import { deliver } from './receipts/deliver.ts'
import { listSeen } from './receipts/list.ts'
import { read } from './receipts/read.ts'
import { readAll } from './receipts/read-all.ts'
import { markThreadRead } from './receipts/read-thread.ts'
import { markUnread } from './receipts/unread.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { listRooms } from './rooms/list.ts'
import { readRoom } from './rooms/read.ts'
import { updateRoom } from './rooms/update.ts'
import { followThread } from './threads/follow.ts'
import { listThreads } from './threads/list.ts'
import { readThread } from './threads/read.ts'
import { unfollowThread } from './threads/unfollow.ts'
import { createTicket } from './tickets/create.ts'
import { startTyping } from './typing/start.ts'
import { stopTyping } from './typing/stop.ts'
import type { UseCase } from './use-case.ts'
import { listUsers } from './users/list.ts'
import { readMe } from './users/read-me.ts'
import { updateMe } from './users/update-me.ts'

/** The contents page: all that the product can do. A command without a use-case does not compile. */
export const useCases: { readonly [N in CommandName]: UseCase<N> } = {
  'guests.create': createGuest,
  'lobby.read': readLobby,
  'me.read': readMe,
  'me.update': updateMe,
  'users.list': listUsers,
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
  'messages.unread': listUnread,
  'receipts.read': read,
  'receipts.readAll': readAll,
  'messages.read': readMessage,
  'messages.find': findMessage,
  'messages.update': updateMessage,
  'messages.delete': deleteMessage,
  'messages.restore': restoreMessage,
  'messages.versions': listVersions,
  'messages.search': searchMessages,
  'reactions.add': addReaction,
  'reactions.remove': removeReaction,
  'reactions.list': listReactions,
  'threads.list': listThreads,
  'threads.read': readThread,
  'threads.follow': followThread,
  'threads.unfollow': unfollowThread,
  'receipts.unread': markUnread,
  'receipts.deliver': deliver,
  'receipts.list': listSeen,
  'receipts.readThread': markThreadRead,
  'mentions.list': listMentions,
  'pins.list': listPins,
  'pins.add': addPin,
  'pins.remove': removePin,
  'preferences.update': updatePreferences,
  'invitations.create': createInvitation,
  'invitations.list': listInvitations,
  'invitations.read': readInvitation,
  'invitations.mine': myInvitations,
  'invitations.accept': acceptInvitation,
  'invitations.delete': deleteInvitation,
  'typing.start': startTyping,
  'typing.stop': stopTyping,
  'presence.update': updatePresence,
  'presence.list': listPresence,
}
