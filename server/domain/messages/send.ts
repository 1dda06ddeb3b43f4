import type { Message } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { mentioned } from '../mentions/rules.ts'
import { asMember, has, isStaff, maySpeak } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { threadRoot, visibleMessage } from './rules.ts'

/** The same sender, room and clientId gives the same message back, as long as it exists. */
export const send: UseCase<'messages.send'> = ({ store, presence, caller, input }) => {
  const { room, clientId, replyTo, thread, mentions } = input
  // What touches more than the room itself is not done beside others.
  const isPlain = thread === undefined && mentions === undefined
  const once = clientId === undefined ? '' : `${room} ${caller.user.id} ${clientId}`
  return store.write(
    async (tx) => {
      const standing = asMember(await tx.rooms.standing(room, caller.user.id))
      const { me, role } = standing
      if (clientId !== undefined) {
        const sent = await tx.messages.byClientId(room, me.id, clientId)
        if (sent !== undefined) return { made: false, value: sent }
      }
      maySpeak(standing)
      if (input.system && !isStaff(role))
        throw new Refusal('forbidden', 'Only the staff say what happened')
      const quoted = replyTo && (await visibleMessage(tx, standing, replyTo))
      const root = thread && (await threadRoot(tx, standing, thread))
      if (root) has(standing.room, 'threads')
      if (root?.deletedAt !== undefined) throw new Refusal('deleted')
      const named = await mentioned(tx, presence, standing, mentions)
      const message = { ...input, sender: me }
      const value = await tx.messages.create(message, quoted, root)
      if (root)
        for (const user of followersOf(root, value)) await tx.threads.follow(root, user, true)
      if (named.length > 0) await tx.mentions.add(value, named, me)
      return { made: true, value }
    },
    isPlain ? once : undefined,
  )
}

/** Who speaks in a thread follows it, and who began it does from the first reply on. */
const followersOf = (root: Message, reply: Message): Iterable<UserId> =>
  new Set(root.replies === undefined ? [root.sender.id, reply.sender.id] : [reply.sender.id])
