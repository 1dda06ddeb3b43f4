import { type CommandName, type Input, isCommand } from '../../../protocol/commands.ts'
import type { Explanation, PermissionRule, User } from '../../../protocol/entities.ts'
import type { InvitationId, MessageId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { type Decision, decide, decideOnServer } from '../authorize.ts'
import { requireGuests } from '../guests/rules.ts'
import { visibleInvitation } from '../invitations/rules.ts'
import { changeableMember, removableMember, requireOtherOwner } from '../members/rules.ts'
import { visibleMessage } from '../messages/rules.ts'
import {
  isOfRoom,
  isOfServer,
  PERMISSIONS,
  type Permission,
  type RoomCommand,
} from '../permissions.ts'
import type { Policy, Reader, Standing } from '../ports.ts'
import { asMember, type MemberStanding } from '../rooms/rules.ts'
import { reasonOf } from './reasons.ts'

type Question = Omit<Input<'permissions.explain'>, 'user'>
type Answer = Pick<Decision<unknown>, 'rule' | 'condition' | 'refusal'>

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
    ? await inRoom(reader, command, user, found, question)
    : await onServer(policy, command, user)
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
  const id = command === 'messages.find' ? await roomOf(reader, message) : room
  return id && (await reader.rooms.standing(id, user.id))
}

const roomOf = async (reader: Reader, message: MessageId | undefined) =>
  message && (await reader.messages.find(message))?.room

async function onServer(
  policy: Policy,
  command: Exclude<CommandName, RoomCommand>,
  user: User,
): Promise<Answer> {
  if (isOfServer(command)) return decideOnServer(command, user.role)
  const refused = await refusedBy('everyone', () => {
    if (command === 'guests.create') requireGuests(policy)
  })
  return refused ?? { rule: 'everyone' }
}

async function inRoom(
  reader: Reader,
  command: RoomCommand,
  user: User,
  found: Standing | undefined,
  { room, message, invitation, member, role }: Question,
): Promise<Answer> {
  if (command === 'invitations.get' || command === 'invitations.delete') {
    if (invitation === undefined) throw missing('invitation', 'is missing')
    return ofInvitation(reader, command, user, invitation)
  }
  const { own, hidden }: Permission = PERMISSIONS[command]
  if (hidden && message === undefined) throw missing('message', 'is missing')
  if (!hidden && room === undefined) throw missing('room', 'is missing')
  const isMember = found?.role !== undefined
  const unseen = async () =>
    message && isMember
      ? refusedBy('object', () => visibleMessage(reader, asMember(found), message))
      : undefined
  if (own === 'its author') {
    const refused = await unseen()
    if (refused) return refused
  }
  const author = found && message && (await reader.messages.get(found.room.id, message))?.sender.id
  const owner = own === 'the member' ? member : author
  const decision = decide(command, found, owner)
  if (decision.refusal) return decision
  const refused = (await unseen()) ?? (isMember ? await ofMember(asMember(found)) : undefined)
  return refused ?? (isByServerRole(command, found, owner) ? { rule: 'server_role' } : decision)

  /** The rules that depend on another member. */
  async function ofMember(standing: MemberStanding): Promise<Answer | undefined> {
    if (command === 'members.leave')
      return refusedBy('rank', () => requireOtherOwner(reader, standing))
    if (member === undefined) return undefined
    if (command === 'members.remove')
      return refusedBy('rank', () => removableMember(reader, standing, member))
    if (command === 'members.update' && role !== undefined)
      return refusedBy('rank', () => changeableMember(reader, standing, member, role))
    return undefined
  }
}

/** Whether the command would be refused without the user's role on the server. */
const isByServerRole = (command: RoomCommand, found: Standing | undefined, owner?: UserId) =>
  found !== undefined &&
  found.serverRole !== 'user' &&
  decide(command, { ...found, serverRole: 'user' }, owner).refusal !== undefined

async function ofInvitation(
  reader: Reader,
  command: 'invitations.get' | 'invitations.delete',
  user: User,
  id: InvitationId,
): Promise<Answer> {
  const refused = await refusedBy('object', () => visibleInvitation(reader, user.id, id, command))
  if (refused) return refused
  const { room, user: invited } = await visibleInvitation(reader, user.id, id, command)
  if (invited === user.id) return { rule: 'own' }
  const found = await reader.rooms.standing(room, user.id)
  return { rule: isByServerRole(command, found) ? 'server_role' : 'room_role' }
}

async function refusedBy(rule: PermissionRule, check: () => unknown): Promise<Answer | undefined> {
  try {
    await check()
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { rule, refusal: error }
  }
}

const missing = (field: keyof Question, what: string): Refusal =>
  new Refusal('invalid_input', `${field}: ${what}`, { [field]: what })
