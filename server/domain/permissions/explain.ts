import type { Input } from '../../../protocol/commands.ts'
import type { User } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { visibleInvitation } from '../invitations/rules.ts'
import { visibleMessage } from '../messages/rules.ts'
import type { Reader } from '../ports.ts'
import { asMember, isStaff, rightsOf, visible } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { explain } from './rules.ts'

export const explainPermission: UseCase<'permissions.explain'> = ({
  store,
  policy,
  caller,
  input,
}) =>
  store.read(async (reader) => {
    const me = await existingUser(reader, caller.user.id)
    const { user = me.id } = input
    if (user !== me.id) await requireStaff(reader, me, user, input)
    const about = user === me.id ? me : await existingUser(reader, user)
    return explain(reader, policy, about, input)
  })

/**
 * The staff of the server can ask about everybody, in the rooms and about the messages that they see. The staff of a
 * room can ask about its members. Nothing is said about an object that the caller could not see.
 */
async function requireStaff(
  reader: Reader,
  me: User,
  user: User['id'],
  { room, message, invitation }: Input<'permissions.explain'>,
): Promise<void> {
  const isServerStaff = (me.role ?? 'user') !== 'user'
  if (room === undefined) {
    if (isServerStaff && message === undefined && invitation === undefined) return
    if (isServerStaff) throw new Refusal('invalid_input', NAME_ROOM, { room: 'is missing' })
    throw forbidden()
  }
  const standing = visible(await reader.rooms.standing(room, me.id))
  const { role, serverRole } = standing
  const isRoomStaff = role !== undefined && isStaff(rightsOf(role, serverRole, standing.room.type))
  if (!isServerStaff && !isRoomStaff) throw forbidden()
  if (message !== undefined) await visibleMessage(reader, asMember(standing), message)
  if (invitation !== undefined) {
    const found = await visibleInvitation(reader, me.id, invitation, 'invitations.get')
    if (found.room !== room) throw new Refusal('not_found')
  }
  if (!isServerStaff && (await reader.members.get(room, user)) === undefined)
    throw new Refusal('not_found', 'The user is not a member of the room: check the id')
}

const NAME_ROOM =
  'A question about another user names the room of the message or invitation: add it'

const forbidden = (): Refusal =>
  new Refusal(
    'forbidden',
    'Only the staff of the server, and owners, admins and moderators of the room can ask about others: ask one of them',
  )
