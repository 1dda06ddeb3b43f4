import type { Mentions, Room } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Presence, Reader } from '../ports.ts'
import { shownState } from '../presence/rules.ts'
import type { MemberStanding } from '../rooms/rules.ts'

/** Whom a message reaches beyond the room: members alone, and not who says it. */
export async function mentioned(
  reader: Reader,
  presence: Presence,
  { room, me }: MemberStanding,
  mentions: Mentions | undefined,
): Promise<readonly UserId[]> {
  if (mentions === undefined) return []
  const found = new Set<UserId>()
  for (const user of mentions.users ?? []) {
    if ((await reader.members.get(room.id, user)) === undefined)
      throw new Refusal(
        'invalid_input',
        'A message can mention members of the room only: add the user first',
        {
          'mentions.users': 'names somebody who is not in the room',
        },
      )
    found.add(user)
  }
  if (mentions.room || mentions.online || mentions.roles) {
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
  found.delete(me.id)
  return [...found]
}

/** Those of a room who are to be seen there just now. */
async function shown(reader: Reader, presence: Presence, room: Room): Promise<ReadonlySet<UserId>> {
  const members = await reader.presence.ofRoom(room.id, room.memberCount)
  const there = members.filter((m) => shownState(m, presence.isOnline(m.user.id)) !== 'offline')
  return new Set(there.map((m) => m.user.id))
}
