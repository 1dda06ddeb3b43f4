import type { Mentions, Message, Room } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Presence, Reader } from '../ports.ts'
import { shownState } from '../presence/rules.ts'
import type { MemberStanding } from '../rooms/rules.ts'

/**
 * `mentions` as a message keeps them, whom they reach beyond the room (members alone, and not who says
 * it), and who was left out, as they have left.
 */
export type Mentioned = {
  readonly mentions: Mentions | undefined
  readonly reached: readonly UserId[]
  readonly ignored: readonly UserId[]
}

/** Whoever sends may not have received yet that somebody has left: their message is taken all the same. */
export async function mentioned(
  reader: Reader,
  presence: Presence,
  { room, me }: MemberStanding,
  asked: Mentions | undefined,
): Promise<Mentioned> {
  if (asked === undefined) return { mentions: undefined, reached: [], ignored: [] }
  const found = new Set<UserId>()
  const ignored = new Set<UserId>()
  for (const user of asked.users ?? [])
    if ((await reader.members.get(room.id, user)) !== undefined) found.add(user)
    else if (await reader.members.isKnown(room.id, user)) ignored.add(user)
    else
      throw new Refusal(
        'invalid_input',
        'A message can mention members of the room only: add the user first',
        { 'mentions.users': 'names somebody who is not in the room' },
      )
  const mentions = without(ignored, asked)
  if (mentions?.room || mentions?.online || mentions?.roles) {
    if (room.memberCount > LIMITS.mentionedPerMessage + 1)
      throw new Refusal(
        'too_many',
        `room, online and roles work in rooms of up to ${LIMITS.mentionedPerMessage + 1} members: mention users by id`,
      )
    const online = mentions.online ? await shown(reader, presence, room) : new Set<UserId>()
    for (const { user, role } of await reader.members.ids(room.id, room.memberCount)) {
      const isMeant = mentions.room || mentions.roles?.includes(role) || online.has(user)
      if (isMeant) found.add(user)
    }
  }
  // @planted mention-self
  found.delete(me.id)
  return { mentions, reached: [...found], ignored: [...ignored] }
}

/** Undefined where nobody is left. */
function without(ignored: ReadonlySet<UserId>, mentions: Mentions): Mentions | undefined {
  if (ignored.size === 0) return mentions
  const { users = [], ...rest } = mentions
  const left = users.filter((user) => !ignored.has(user))
  if (left.length > 0) return { ...rest, users: left }
  return Object.keys(rest).length > 0 ? rest : undefined
}

/** The answer to whoever sent or edited a message: it alone says who was not mentioned. */
export const withIgnored = (message: Message, { ignored }: Mentioned): Message =>
  ignored.length === 0 ? message : { ...message, ignored: { mentions: [...ignored] } }

/** Those of a room who are to be seen there just now. */
async function shown(reader: Reader, presence: Presence, room: Room): Promise<ReadonlySet<UserId>> {
  const members = await reader.presence.ofRoom(room.id, room.memberCount)
  const there = members.filter((m) => shownState(m, presence.isOnline(m.user.id)) !== 'offline')
  return new Set(there.map((m) => m.user.id))
}
