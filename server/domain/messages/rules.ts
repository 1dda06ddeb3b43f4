import type { Message } from '../../../protocol/entities.ts'
import type { MessageId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader } from '../ports.ts'
import { isStaff, type MemberStanding } from '../rooms/rules.ts'

/** A message that is not there, is another room's or is from before one's time: the same answer. */
export async function visibleMessage(
  reader: Reader,
  { room, from }: MemberStanding,
  id: MessageId,
): Promise<Message> {
  const message = await reader.messages.get(room.id, id)
  if (message === undefined || message.seq < from)
    throw new Refusal('not_found', 'There is no such message in this room')
  return message
}

/** The same, and there is still something in it. */
export async function livingMessage(
  reader: Reader,
  standing: MemberStanding,
  id: MessageId,
): Promise<Message> {
  const message = await visibleMessage(reader, standing, id)
  if (message.deletedAt !== undefined) throw new Refusal('deleted')
  return message
}

/** A thread has one level: only what was said in the room itself has something below it. */
export async function threadRoot(
  reader: Reader,
  standing: MemberStanding,
  id: MessageId,
): Promise<Message> {
  const root = await visibleMessage(reader, standing, id)
  if (root.thread !== undefined)
    throw new Refusal(
      'invalid_input',
      'That message is below another one: a thread has one level',
      {
        thread: 'is not the root of a thread',
      },
    )
  return root
}

export const isMine = ({ sender }: Message, { me }: MemberStanding): boolean => sender.id === me.id

/** In a dm both, elsewhere the staff. */
export function mayPin({ room, role }: MemberStanding): void {
  if (room.type !== 'dm' && !isStaff(role))
    throw new Refusal('forbidden', 'Only the staff of a room pin messages')
}
