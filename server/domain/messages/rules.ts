import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/entities.ts'
import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import { requireFeature } from '../conditions.ts'
import { resolveMentions, withIgnored } from '../mentions/rules.ts'
import type { Policy, Presence, Reader, Tx } from '../ports.ts'
import { isStaff, type MemberStanding } from '../rooms/rules.ts'
import { AS_IS, type TextCheck } from '../text-check.ts'
import { flagMessage } from './flag.ts'
import { requireTurn, takeTurn } from './slow-mode.ts'

/** A message that the member may see. Refuses `not_found`, also for messages of other rooms and from before `from`. */
export async function visibleMessage(
  reader: Reader,
  { room, from, me }: MemberStanding,
  id: MessageId,
): Promise<Message> {
  const message = await reader.messages.get(room.id, id, me.id)
  if (message === undefined || message.seq < from)
    throw new Refusal('not_found', 'The room has no message with this id: check the id')
  return message
}

/** A visible message that is not deleted. Refuses `not_found` and `deleted`. */
export async function livingMessage(
  reader: Reader,
  standing: MemberStanding,
  id: MessageId,
): Promise<Message> {
  const message = await visibleMessage(reader, standing, id)
  if (message.deletedAt !== undefined) throw new Refusal('deleted')
  return message
}

/** The root of a thread. A thread has one level: a reply cannot be a root (`invalid_input`). */
export async function threadRoot(
  reader: Reader,
  standing: MemberStanding,
  id: MessageId,
): Promise<Message> {
  const root = await visibleMessage(reader, standing, id)
  if (root.thread !== undefined)
    throw new Refusal(
      'invalid_input',
      'The message is a reply, and a thread has one level: use the root of its thread',
      {
        thread: 'must not be a reply in a thread',
      },
    )
  return root
}

/** The keys of a send (see `Store.write`). A reply also changes the root of its thread. */
export const keysOfSend = (
  { room, clientId, thread }: Input<'messages.send'>,
  sender: UserId,
): readonly string[] => [
  ...(clientId === undefined ? [] : [`${room} ${sender} ${clientId}`]),
  ...(thread === undefined ? [] : [keyOfMessage(thread)]),
]

/** The key of writes that change what is counted on a message: its reactions, its replies and their readers. */
export const keyOfMessage = (message: MessageId): string => `message ${message}`

/** The same sender, room and clientId return the same message, for as long as it exists. */
export async function postMessage(
  tx: Tx,
  { presence, policy }: { readonly presence: Presence; readonly policy: Policy },
  standing: MemberStanding,
  input: Input<'messages.send'>,
  check: TextCheck = AS_IS,
): Promise<{ readonly made: boolean; readonly value: Message }> {
  const { me, rights } = standing
  // @planted client-id
  const { room, clientId, replyTo, thread, mentions } = input
  if (clientId !== undefined) {
    const sent = await tx.messages.byClientId(room, me.id, clientId)
    if (sent !== undefined) return { made: false, value: sent }
  }
  authorize('messages.send', standing)
  requireTurn(standing, tx.now)
  if (input.system && !isStaff(rights))
    throw new Refusal(
      'forbidden',
      'Only owners, admins and moderators of the room can send system messages: leave out system',
    )
  const quoted = replyTo && (await visibleMessage(tx, standing, replyTo))
  const root = thread && (await threadRoot(tx, standing, thread))
  if (root) requireFeature(standing.room, 'threads')
  if (root?.deletedAt !== undefined) throw new Refusal('deleted')
  const { text, flags } = await check.apply(tx, standing, input.text)
  const resolved = await resolveMentions(tx, presence, standing, mentions)
  // Whoever does not see the root of a thread does not see its replies.
  const hidden = standing.isHidden || (root !== undefined && tx.messages.isHidden(root))
  const expiresIn = soonest(
    input.expiresIn,
    standing.room.retentionSeconds,
    policy.retentionSeconds,
  )
  const sent = { ...input, text, mentions: resolved.mentions, expiresIn, sender: me, hidden }
  const value = await tx.messages.create(sent, quoted, root)
  await takeTurn(tx, standing, value.seq)
  await flagMessage(tx, value, [...check.flags, ...flags])
  if (root)
    for (const user of hidden ? [me.id] : followersOf(root, value))
      await tx.threads.follow(root, user, true)
  if (resolved.reached.length > 0 && !hidden) await tx.mentions.add(value, resolved.reached, me)
  return { made: true, value: withIgnored(value, resolved) }
}

/** The shortest of the times after which a message disappears. */
const soonest = (...seconds: readonly (number | undefined)[]): number | undefined => {
  const known = seconds.filter((each) => each !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

/** The sender of a reply follows the thread, and the author of the root follows it from the first reply on. */
const followersOf = (root: Message, reply: Message): Iterable<UserId> =>
  new Set(root.replies === undefined ? [root.sender.id, reply.sender.id] : [reply.sender.id])

/** Edits a message. Users whom it did not mention before receive `mention.created`. */
export async function edit(
  tx: Tx,
  { presence, policy }: { readonly presence: Presence; readonly policy: Policy },
  standing: MemberStanding,
  message: Message,
  input: Input<'messages.update'>,
  check: TextCheck = AS_IS,
): Promise<Message> {
  authorize('messages.update', standing, message.sender.id)
  if (input.version !== undefined && input.version !== message.version)
    throw new Refusal(
      'edit_conflict',
      `The message is at version ${message.version} now: read it again, and edit that version`,
    )
  const { data = message.data } = input
  const isNew = input.text !== undefined && input.text !== message.text
  const { text, flags } = isNew
    ? await check.apply(tx, standing, input.text)
    : { text: message.text, flags: [] }
  if (text === message.text && data === message.data && input.mentions === undefined) return message
  const resolved = await resolveMentions(tx, presence, standing, input.mentions)
  const mentions = input.mentions === undefined ? message.mentions : resolved.mentions
  const edited = await tx.messages.edit(
    message,
    { text, data, mentions },
    { hides: standing.isHidden, versions: policy.versionsPerMessage },
  )
  await flagMessage(tx, edited, [...check.flags, ...flags])
  if (resolved.reached.length > 0) await tx.mentions.add(edited, resolved.reached, standing.me)
  return withIgnored(edited, resolved)
}
