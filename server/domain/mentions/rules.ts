import type { Mentions, Message, Room } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Presence, Reader } from '../ports.ts'
import { shownState } from '../presence/rules.ts'
import type { MemberStanding } from '../rooms/rules.ts'

/**
 * `mentions`: as they are stored with the message. `reached`: the members who receive `mention.created`, without the
 * sender and those who have blocked the sender. `ignored`: users who have left the room, and are left out.
 */
export type Mentioned = {
  readonly mentions: Mentions | undefined
  readonly reached: readonly UserId[]
  readonly ignored: readonly UserId[]
}

/** A mention of a user who has left is ignored and not refused, because the sender may not know yet. */
export async function resolveMentions(
  reader: Reader,
  presence: Presence,
  { room, me }: MemberStanding,
  input: Mentions | undefined,
): Promise<Mentioned> {
  if (input === undefined) return { mentions: undefined, reached: [], ignored: [] }
  const found = new Set<UserId>()
  const ignored = new Set<UserId>()
  for (const user of input.users ?? [])
    if ((await reader.members.get(room.id, user)) !== undefined) found.add(user)
    else if (await reader.members.isKnown(room.id, user)) ignored.add(user)
    else
      throw new Refusal(
        'invalid_input',
        'A message can mention only members of the room: add the user first',
        { 'mentions.users': 'must be members of the room' },
      )
  const mentions = without(ignored, input)
  if (mentions?.room || mentions?.online || mentions?.roles) {
    if (room.memberCount > LIMITS.mentionedPerMessage + 1)
      throw new Refusal(
        'too_many',
        `The mentions room, online and roles work in rooms of at most ${LIMITS.mentionedPerMessage + 1} members: mention users by id`,
      )
    const online = mentions.online ? await onlineMembers(reader, presence, room) : new Set<UserId>()
    for (const { user, role } of await reader.members.ids(room.id, room.memberCount)) {
      const isMentioned = mentions.room || mentions.roles?.includes(role) || online.has(user)
      if (isMentioned) found.add(user)
    }
  }
  // The mention stays in the message, so that the sender finds no sign of the block.
  for (const user of await reader.blocks.blockersIn(room.id, me.id)) found.delete(user)
  // @planted mention-self
  found.delete(me.id)
  return { mentions, reached: [...found], ignored: [...ignored] }
}

/** The mentions without these users; undefined if none are left. */
function without(ignored: ReadonlySet<UserId>, mentions: Mentions): Mentions | undefined {
  if (ignored.size === 0) return mentions
  const { users = [], ...rest } = mentions
  const left = users.filter((user) => !ignored.has(user))
  if (left.length > 0) return { ...rest, users: left }
  return Object.keys(rest).length > 0 ? rest : undefined
}

/** The answer to the sender, which alone names the ignored users. */
export const withIgnored = (message: Message, { ignored }: Mentioned): Message =>
  ignored.length === 0 ? message : { ...message, ignored: { mentions: [...ignored] } }

/** The members whom other members see online or away. */
async function onlineMembers(
  reader: Reader,
  presence: Presence,
  room: Room,
): Promise<ReadonlySet<UserId>> {
  const members = await reader.presence.ofRoom(room.id, room.memberCount)
  const online = members.filter((m) => shownState(m, presence.isOnline(m.user.id)) !== 'offline')
  return new Set(online.map((m) => m.user.id))
}
