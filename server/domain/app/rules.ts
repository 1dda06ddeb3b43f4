import type { Sender } from '../../../protocol/entities.ts'
import { type RoomId, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { AppCaller, Reader, Standing } from '../ports.ts'
import { type MemberStanding, senderOf, withRights } from '../rooms/rules.ts'

/** The app's standing in a room: it has all rights and sees all messages. In a transaction the room's log is locked. */
export async function inRoom(reader: Reader, room: RoomId): Promise<MemberStanding> {
  const standing = await reader.rooms.standing(room, SYSTEM)
  if (standing === undefined) throw new Refusal('not_found', 'No room has this id: check the id')
  return withAllRights(standing)
}

/** The standing of a bot in whose name the app acts. The bot must be a member. */
export async function asBot(reader: Reader, room: RoomId, bot: UserId): Promise<MemberStanding> {
  // The lock on the room is the first step of every write.
  const standing = await reader.rooms.standing(room, bot)
  const user = await reader.users.get(bot)
  if (standing?.role === undefined || user === undefined)
    throw new Refusal(
      'not_found',
      'The room does not exist, or the sender is not a member of it: check both ids',
    )
  if (user.kind !== 'bot')
    throw new Refusal(
      'forbidden',
      'The sender must be a bot: create a user of kind bot, and add it to the room',
    )
  return withAllRights(standing)
}

/** The standing of a member for whom the app acts. */
export async function asMemberOf(
  reader: Reader,
  room: RoomId,
  user: UserId,
): Promise<MemberStanding> {
  const standing = await reader.rooms.standing(room, user)
  if (standing?.role === undefined)
    throw new Refusal('not_found', 'The user is not a member of the room: check the id')
  return withRights({ ...standing, role: standing.role })
}

/** Who acts, for the audit log. */
export const byApp = ({ key }: AppCaller) => ({ by: SYSTEM, key })

/** The system user, as which the app acts. */
export async function system(reader: Reader): Promise<Sender> {
  const user = await reader.users.get(SYSTEM)
  if (user === undefined) throw new Error('the system user is missing in the database')
  return senderOf(user)
}

const withAllRights = (standing: Standing): MemberStanding => ({
  ...standing,
  role: 'owner',
  rights: 'owner',
  from: 1,
})
