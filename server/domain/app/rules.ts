import type { Sender } from '../../../protocol/entities.ts'
import { type RoomId, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Standing } from '../ports.ts'
import { type MemberStanding, senderOf } from '../rooms/rules.ts'

/** The app stands above everyone in every room, and sees all of it. To write, it locks the room's log. */
export async function inRoom(reader: Reader, room: RoomId): Promise<MemberStanding> {
  const standing = await reader.rooms.standing(room, SYSTEM)
  if (standing === undefined) throw new Refusal('not_found', 'There is no such room: check the id')
  return above(standing)
}

/** The same, speaking as a bot: one that the room's members see among them. */
export async function asBot(reader: Reader, room: RoomId, bot: UserId): Promise<MemberStanding> {
  const user = await reader.users.get(bot)
  const standing = await reader.rooms.standing(room, bot)
  if (standing?.role === undefined || user === undefined)
    throw new Refusal(
      'not_found',
      'There is no such room, or the sender is not a member of it: check both ids',
    )
  if (user.kind !== 'bot')
    throw new Refusal(
      'forbidden',
      'Only bots can be the sender here: create a user of kind bot, and add it to the room',
    )
  return above(standing)
}

/** A member, for whom the app does something. */
export async function asTheirs(
  reader: Reader,
  room: RoomId,
  user: UserId,
): Promise<MemberStanding> {
  const standing = await reader.rooms.standing(room, user)
  if (standing?.role === undefined)
    throw new Refusal('not_found', 'This user is not a member of the room: check the id')
  return { ...standing, role: standing.role }
}

/** As whom the app acts on rooms and members. */
export async function system(reader: Reader): Promise<Sender> {
  const user = await reader.users.get(SYSTEM)
  if (user === undefined) throw new Error('the system’s own user is missing')
  return senderOf(user)
}

const above = (standing: Standing): MemberStanding => ({ ...standing, role: 'owner', from: 1 })
