import type { InvitationId, JoinRequestId, UserId } from '../../../../protocol/ids.ts'
import { existingAccount, requireAccounts, requireSignUp } from '../../accounts/rules.ts'
import { decideOnServer } from '../../authorize.ts'
import { requireGuests } from '../../guests/rules.ts'
import { visibleInvitation } from '../../invitations/rules.ts'
import {
  decideOnRequest,
  type JoinRequestCommand,
  pendingRequest,
} from '../../join-requests/rules.ts'
import { existingLink } from '../../links/rules.ts'
import type { NOT_OF_A_ROOM, ServerCommand } from '../../permissions.ts'
import type { Policy, Reader } from '../../ports.ts'
import { acceptedRoom, addableUsers, requestOf } from '../../requests/rules.ts'
import { ownSession } from '../../sessions/rules.ts'
import { existingList } from '../../word-lists/rules.ts'
import { type Answer, isByServerRole, needed, type Question, refusedBy } from './answer.ts'
import { ofReport } from './reports.ts'
import { isOfSignIn, ofSignIn } from './sign-in.ts'

type OwnCommand = (typeof NOT_OF_A_ROOM)[number]

/** Whether the settings of the server, the other user and the object let a user use a command without a room. */
export async function ofEverybody(
  reader: Reader,
  policy: Policy,
  command: OwnCommand,
  user: UserId,
  question: Question,
): Promise<Answer> {
  const own = async (check: () => unknown): Promise<Answer> =>
    (await refusedBy('object', check)) ?? { rule: 'own' }
  const everybody = async (check: () => unknown): Promise<Answer> =>
    (await refusedBy('everyone', check)) ?? { rule: 'everyone' }
  if (isOfSignIn(command)) return ofSignIn(reader, policy, command, user, question)
  switch (command) {
    case 'guests.create':
      return everybody(() => requireGuests(policy))
    case 'accounts.create':
      return everybody(() => requireSignUp(policy, undefined))
    case 'emails.verify':
    case 'passkeys.signInOptions':
    case 'passwords.reset':
    case 'sessions.create':
    case 'sessions.createByPasskey':
      return everybody(() => requireAccounts(policy))
    case 'accounts.get':
    case 'accounts.update':
    case 'accounts.delete':
      return own(() => existingAccount(reader, user))
    case 'sessions.delete': {
      const session = needed(question, 'session')
      return own(() => ownSession(reader, user, session))
    }
    case 'requests.get':
    case 'requests.accept':
    case 'requests.decline':
    case 'requests.delete': {
      const request = needed(question, 'request')
      if (command === 'requests.accept' && (await acceptedRoom(reader, user, request)))
        return { rule: 'own' }
      return own(() => requestOf(reader, user, request, command))
    }
    case 'reports.create':
    case 'reports.list':
    case 'reports.get':
    case 'reports.claim':
    case 'reports.close':
      return ofReport(reader, command, user, question)
    case 'rooms.create': {
      const { member } = question
      if (member === undefined || member === user) return { rule: 'everyone' }
      const refused = await refusedBy('consent', () => addableUsers(reader, policy, user, [member]))
      return refused ?? { rule: 'consent' }
    }
    default:
      return { rule: 'everyone' }
  }
}

export async function ofServer(
  reader: Reader,
  command: ServerCommand,
  role: Parameters<typeof decideOnServer>[1],
  question: Question,
): Promise<Answer> {
  const link = command === 'links.delete' ? needed(question, 'link') : undefined
  const list = isOfList(command) ? needed(question, 'wordList') : undefined
  const decision = decideOnServer(command, role)
  if (decision.refusal) return decision
  const refused = await refusedBy('object', async () => {
    if (link !== undefined) await existingLink(reader, link)
    if (list !== undefined) await existingList(reader, list)
  })
  return refused ?? decision
}

const isOfList = (command: ServerCommand): boolean =>
  ['get', 'update', 'delete'].some((verb) => command === `wordLists.${verb}`)

export async function ofInvitation(
  reader: Reader,
  command: 'invitations.get' | 'invitations.delete',
  user: UserId,
  id: InvitationId,
): Promise<Answer> {
  const refused = await refusedBy('object', () => visibleInvitation(reader, user, id, command))
  if (refused) return refused
  const { room, user: invited } = await visibleInvitation(reader, user, id, command)
  if (invited === user) return { rule: 'own' }
  const found = await reader.rooms.standing(room, user)
  return { rule: isByServerRole(command, found) ? 'server_role' : 'room_role' }
}

export async function ofJoinRequest(
  reader: Reader,
  command: JoinRequestCommand,
  user: UserId,
  id: JoinRequestId,
): Promise<Answer> {
  const decision = await decideOnRequest(reader, user, id, command)
  if (decision.refusal) return decision
  const refused = await refusedBy('object', () => pendingRequest(reader, id, command))
  if (refused) return refused
  return decision.rule === 'room_role' && isByServerRole(command, decision.standing)
    ? { rule: 'server_role' }
    : decision
}
