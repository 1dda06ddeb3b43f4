import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/entities.ts'
import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { resolveMentions, withIgnored } from '../mentions/rules.ts'
import type { Presence, Reader, Tx } from '../ports.ts'
import { has, isStaff, type MemberStanding, maySpeak } from '../rooms/rules.ts'

/** A message that is not there, is another room's or is from before one's time: the same answer. */
export async function visibleMessage(
  reader: Reader,
  { room, from }: MemberStanding,
  id: MessageId,
): Promise<Message> {
  const message = await reader.messages.get(room.id, id)
  if (message === undefined || message.seq < from)
    throw new Refusal('not_found', 'There is no such message in this room: check the id')
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
      'This message is a reply in a thread, and a thread has one level: use the root message of that thread',
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
    throw new Refusal(
      'forbidden',
      'Only owners, admins and moderators of the room can pin messages',
    )
}

/**
 * What of a send may be done beside others: see `Store.write`. What touches more than the room itself is
 * not.
 */
export function concurrencyKeyOf(
  input: Input<'messages.send'>,
  sender: UserId,
): string | undefined {
  const { room, clientId, thread, mentions } = input
  if (thread !== undefined || mentions !== undefined) return undefined
  return clientId === undefined ? '' : `${room} ${sender} ${clientId}`
}

/** The same sender, room and clientId gives the same message back, as long as it exists. */
export async function postMessage(
  tx: Tx,
  presence: Presence,
  standing: MemberStanding,
  input: Input<'messages.send'>,
): Promise<{ readonly made: boolean; readonly value: Message }> {
  const { me, role } = standing
  // @planted client-id
  const { room, clientId, replyTo, thread, mentions } = input
  if (clientId !== undefined) {
    const sent = await tx.messages.byClientId(room, me.id, clientId)
    if (sent !== undefined) return { made: false, value: sent }
  }
  maySpeak(standing)
  if (input.system && !isStaff(role))
    throw new Refusal(
      'forbidden',
      'Only owners, admins and moderators of the room can send system messages',
    )
  const quoted = replyTo && (await visibleMessage(tx, standing, replyTo))
  const root = thread && (await threadRoot(tx, standing, thread))
  if (root) has(standing.room, 'threads')
  if (root?.deletedAt !== undefined) throw new Refusal('deleted')
  const named = await resolveMentions(tx, presence, standing, mentions)
  const sent = { ...input, mentions: named.mentions, sender: me }
  const value = await tx.messages.create(sent, quoted, root)
  if (root) for (const user of followersOf(root, value)) await tx.threads.follow(root, user, true)
  if (named.reached.length > 0) await tx.mentions.add(value, named.reached, me)
  return { made: true, value: withIgnored(value, named) }
}

/** Who speaks in a thread follows it, and who began it does from the first reply on. */
const followersOf = (root: Message, reply: Message): Iterable<UserId> =>
  new Set(root.replies === undefined ? [root.sender.id, reply.sender.id] : [reply.sender.id])

/** Whoever is named anew is told. */
export async function edit(
  tx: Tx,
  presence: Presence,
  standing: MemberStanding,
  message: Message,
  input: Input<'messages.update'>,
): Promise<Message> {
  maySpeak(standing)
  if (input.version !== undefined && input.version !== message.version)
    throw new Refusal(
      'edit_conflict',
      `The message is at version ${message.version} now: read it again, and edit that version`,
    )
  const { text = message.text, data = message.data } = input
  if (text === message.text && data === message.data && input.mentions === undefined) return message
  const named = await resolveMentions(tx, presence, standing, input.mentions)
  const mentions = input.mentions === undefined ? message.mentions : named.mentions
  const edited = await tx.messages.edit(message, { text, data, mentions })
  if (named.reached.length > 0) await tx.mentions.add(edited, named.reached, standing.me)
  return withIgnored(edited, named)
}
