import * as z from 'zod'
import {
  IdentityId,
  InvitationId,
  JoinRequestId,
  LinkId,
  MessageId,
  PasskeyId,
  ReportId,
  RequestId,
  RoomId,
  SessionId,
  UserId,
  WordListId,
} from '../ids.ts'
import { op } from '../op.ts'
import { FEATURES } from './features.ts'
import { Role, ServerRole } from './roles.ts'

/**
 * The rule that decides: everyone may; the role on the whole server; being a member, or not; visitors of an open room;
 * the role in the room; the user's own object; a dm; a condition of the room; the rank of the other member, or that
 * a room keeps an owner; the consent of the other user; or the object, which does not exist or is not visible.
 */
export const PermissionRule = z
  .enum([
    'everyone',
    'server_role',
    'membership',
    'visitor',
    'room_role',
    'own',
    'dm',
    'condition',
    'rank',
    'consent',
    'object',
  ])
  .meta({ id: 'PermissionRule' })

export type PermissionRule = z.infer<typeof PermissionRule>

export const Condition = z
  .enum(['notArchived', 'notMuted', 'canSend', ...FEATURES])
  .meta({ id: 'PermissionCondition' })

export type Condition = z.infer<typeof Condition>

export const Explanation = z
  .object({
    command: z.string(),
    user: UserId,
    allowed: z.boolean(),
    rule: PermissionRule,
    condition: Condition.optional(),
    role: Role.optional(),
    serverRole: ServerRole,
    code: z.string().optional(),
    reason: z.string(),
  })
  .meta({
    id: 'Explanation',
    description:
      'Whether a user may use a command, and the rule that decides. `condition`: the condition of the room that is not met. `role`: the user’s role in the room. `code`: the refusal of the command. `reason`: the rule in words.',
  })

export type Explanation = Readonly<z.infer<typeof Explanation>>

const objects = {
  command: z.string().min(1).max(64).describe('The name of a command, such as `messages.send`.'),
  room: RoomId.optional(),
  message: MessageId.optional(),
  invitation: InvitationId.optional(),
  joinRequest: JoinRequestId.optional(),
  request: RequestId.optional(),
  report: ReportId.optional(),
  session: SessionId.optional(),
  identity: IdentityId.optional(),
  passkey: PasskeyId.optional(),
  link: LinkId.optional(),
  wordList: WordListId.optional(),
  member: UserId.optional().describe('The user on whom the command acts.'),
  role: Role.optional().describe('The role that the command would give.'),
}

export const PERMISSION_COMMANDS = {
  'permissions.explain': op({
    method: 'GET',
    path: '/permissions/:command',
    asker: 'user',
    summary:
      'Explain why the caller may use a command or may not; the staff can ask about another `user`',
    input: z.strictObject({ ...objects, user: UserId.optional() }),
    output: Explanation,
    status: 200,
  }),
} as const

export const PERMISSION_APP_COMMANDS = {
  'permissions.explain': op({
    method: 'GET',
    path: '/users/:user/permissions/:command',
    asker: 'app',
    scope: 'users:read',
    summary: 'Explain why a user may use a command of the client port, or may not',
    input: z.strictObject({ ...objects, user: UserId }),
    output: Explanation,
    status: 200,
  }),
} as const
