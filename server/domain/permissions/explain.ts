import type { Input } from '../../../protocol/commands.ts'
import type { User } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { authorize, decideOnServer } from '../authorize.ts'
import { visibleInvitation } from '../invitations/rules.ts'
import { visibleRequest } from '../join-requests/rules.ts'
import { existingMember } from '../members/rules.ts'
import { visibleMessage } from '../messages/rules.ts'
import type { Reader } from '../ports.ts'
import { asMember, isStaff, rightsOf, visible } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { existingList } from '../word-lists/rules.ts'
import { isOfSignIn } from './answers/sign-in.ts'
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
 * The staff of the server can ask about everybody, in the rooms and about the objects that they see. The staff of a
 * room can ask about its members. Nothing is said about an object or a user whom the caller could not see.
 */
async function requireStaff(
  reader: Reader,
  me: User,
  user: User['id'],
  question: Input<'permissions.explain'>,
): Promise<void> {
  const {
    room,
    message,
    invitation,
    joinRequest,
    request,
    report,
    session,
    identity,
    passkey,
    link,
    wordList,
    member,
  } = question
  // Only the user themselves sees requests and sessions, and learns which reports they may see, and how they sign in.
  const isHidden = [request, report, session, identity, passkey].some((one) => one !== undefined)
  if (isHidden || isOfSignIn(question.command)) throw new Refusal('not_found')
  if (link !== undefined && decideOnServer('links.list', me.role).refusal)
    throw new Refusal('not_found')
  const isServerStaff = (me.role ?? 'user') !== 'user'
  if (room === undefined) {
    if (!isServerStaff) throw forbidden()
    if ([message, invitation, joinRequest, member].every((object) => object === undefined)) return
    throw new Refusal('invalid_input', NAME_ROOM, { room: 'is missing' })
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
  if (joinRequest !== undefined) {
    const found = await visibleRequest(reader, { user: me }, joinRequest, 'joinRequests.get')
    if (found.room.id !== room) throw new Refusal('not_found')
  }
  if (wordList !== undefined) {
    const { room } = authorize('roomWordLists.get', standing)
    await existingList(reader, wordList, room.id)
  }
  if (member !== undefined) await existingMember(reader, room, member)
  if (!isServerStaff) await existingMember(reader, room, user)
}

const NAME_ROOM = 'A question about another user names the room of the object or member: add it'

const forbidden = (): Refusal =>
  new Refusal(
    'forbidden',
    'Only the staff of the server, and owners, admins and moderators of the room can ask about others: ask one of them',
  )
