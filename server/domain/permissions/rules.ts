import { isCommand } from '../../../protocol/commands.ts'
import type { Explanation, User } from '../../../protocol/entities.ts'
import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { decide } from '../authorize.ts'
import {
  type JoinRequestCommand,
  requireAskable,
  requireNoRequest,
} from '../join-requests/rules.ts'
import { changeableMember, removableMember, requireOtherOwner } from '../members/rules.ts'
import { visibleMessage } from '../messages/rules.ts'
import { requireTurn } from '../messages/slow-mode.ts'
import {
  isOfRoom,
  isOfServer,
  PERMISSIONS,
  type Permission,
  type RoomCommand,
} from '../permissions.ts'
import type { Policy, Reader, Standing } from '../ports.ts'
import { addableUsers } from '../requests/rules.ts'
import { asMember, type MemberStanding } from '../rooms/rules.ts'
import { existingList } from '../word-lists/rules.ts'
import {
  type Answer,
  isByServerRole,
  missing,
  needed,
  type Question,
  refusedBy,
} from './answers/answer.ts'
import { ofEverybody, ofInvitation, ofJoinRequest, ofServer } from './answers/objects.ts'
import { reasonOf } from './reasons.ts'

/** Explains by the decisions and rules of the commands themselves, so that an explanation cannot differ from them. */
export async function explain(
  reader: Reader,
  policy: Policy,
  user: User,
  question: Question,
): Promise<Explanation> {
  const { command } = question
  if (!isCommand(command)) throw missing('command', 'must be the name of a command')
  const { role: serverRole = 'user' } = user
  const found = await standingOf(reader, user, question)
  const { rule, condition, refusal } = isOfRoom(command)
    ? await inRoom({ reader, policy, user, found }, command, question)
    : isOfServer(command)
      ? await ofServer(reader, command, user.role, question)
      : await ofEverybody(reader, policy, command, user.id, question)
  return {
    user: user.id,
    command,
    allowed: refusal === undefined,
    rule,
    serverRole,
    reason: refusal?.message ?? reasonOf(rule, serverRole, found?.role),
    ...(condition && { condition }),
    ...(found?.role && { role: found.role }),
    ...(refusal && { code: refusal.code }),
  }
}

async function standingOf(
  reader: Reader,
  user: User,
  { command, room, message }: Question,
): Promise<Standing | undefined> {
  const id = command === 'messages.find' ? await roomOf(reader, message, user.id) : room
  return id && (await reader.rooms.standing(id, user.id))
}

const roomOf = async (reader: Reader, message: MessageId | undefined, viewer: UserId) =>
  message && (await reader.messages.find(message, viewer))?.room

type About = {
  readonly reader: Reader
  readonly policy: Policy
  readonly user: User
  readonly found: Standing | undefined
}

async function inRoom(about: About, command: RoomCommand, question: Question): Promise<Answer> {
  const { reader, policy, user, found } = about
  const { message, member, role } = question
  if (command === 'invitations.get' || command === 'invitations.delete')
    return ofInvitation(reader, command, user.id, needed(question, 'invitation'))
  if (isOfJoinRequest(command))
    return ofJoinRequest(reader, command, user.id, needed(question, 'joinRequest'))
  const { own, hidden }: Permission = PERMISSIONS[command]
  const list = isOfRoomList(command) ? needed(question, 'wordList') : undefined
  needed(question, hidden ? 'message' : 'room')
  const isMember = found?.role !== undefined
  const unseen = async () =>
    message && isMember
      ? refusedBy('object', () => visibleMessage(reader, asMember(found), message))
      : undefined
  if (own === 'its author') {
    const refused = await unseen()
    if (refused) return refused
  }
  const author =
    found && message && (await reader.messages.get(found.room.id, message, user.id))?.sender.id
  const owner = own === 'the member' ? member : author
  const decision = decide(command, found, owner)
  if (decision.refusal) return decision
  const refused =
    (await unseen()) ?? (isMember ? await ofMember(asMember(found)) : await ofVisitor())
  return refused ?? (isByServerRole(command, found, owner) ? { rule: 'server_role' } : decision)

  /** The rules that depend on another member. */
  async function ofMember(standing: MemberStanding): Promise<Answer | undefined> {
    if (list !== undefined)
      return refusedBy('object', () => existingList(reader, list, standing.room.id))
    if (command === 'messages.send')
      return refusedBy('condition', () => requireTurn(standing, reader.now))
    if (command === 'members.leave')
      return refusedBy('rank', () => requireOtherOwner(reader, standing))
    if (member === undefined) return undefined
    if (command === 'members.add')
      return refusedBy('consent', async () => {
        if ((await reader.members.get(standing.room.id, member)) === undefined)
          await addableUsers(reader, policy, user.id, [member])
      })
    if (command === 'members.remove')
      return refusedBy('rank', () => removableMember(reader, standing, member))
    if (command === 'members.update' && role !== undefined)
      return refusedBy('rank', () => changeableMember(reader, standing, member, role))
    return undefined
  }
  /** The rules about users who are not members of an open room. */
  async function ofVisitor(): Promise<Answer | undefined> {
    if (found === undefined) return undefined
    if (command === 'members.join')
      return refusedBy('condition', () => requireNoRequest(found.room))
    if (command === 'joinRequests.create')
      return refusedBy('condition', () => requireAskable(reader, found))
    return undefined
  }
}

const isOfRoomList = (command: RoomCommand): boolean =>
  ['get', 'update', 'delete'].some((verb) => command === `roomWordLists.${verb}`)

const isOfJoinRequest = (command: RoomCommand): command is JoinRequestCommand =>
  ['get', 'accept', 'decline', 'delete'].some((verb) => command === `joinRequests.${verb}`)
