import type { Message } from '../../../protocol/entities.ts'
import { type MessageId, newId, type RoomId, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import type { ImportedMessage } from './port.ts'
import { messageKey } from './rules.ts'

/** A message that may have been imported. `thread` and `replyTo` are foreign ids. */
export type ForeignMessage = Omit<ImportedMessage, 'id' | 'thread' | 'replyTo'> & {
  readonly id: string
  readonly thread: string | undefined
  readonly replyTo: string | undefined
  readonly sender: UserId
}

/** `lost`: the foreign ids of messages whose thread, or whose quoted message, is not in the room. */
export type AddedMessages = {
  readonly added: number
  readonly lostThread: readonly string[]
  readonly lostQuote: readonly string[]
}

/** Adds the messages that were not imported before to the end of a room, in one transaction. Undefined without the room. */
export async function addMessages(
  store: Store,
  source: string,
  room: RoomId,
  messages: readonly ForeignMessage[],
): Promise<AddedMessages | undefined> {
  return store.write(async (tx) => {
    await tx.rooms.lock([room])
    if ((await tx.rooms.get(room)) === undefined) return undefined
    const named = messages.flatMap(({ id, thread, replyTo }) =>
      [id, thread, replyTo].filter((each) => each !== undefined).map(messageKey),
    )
    const known = await tx.imports.known(source, [...new Set(named)])
    const fresh = messages.filter(({ id }) => !known.has(messageKey(id)))
    /** The messages of this call, and whether they are replies in a thread. */
    const here = new Map<string, { readonly id: MessageId; readonly isReply: boolean }>()
    const earlier = new Map<string, Message | undefined>()
    const find = async (foreign: string) => {
      const id = known.get(messageKey(foreign)) as MessageId | undefined
      if (id === undefined) return undefined
      if (!earlier.has(foreign)) earlier.set(foreign, await tx.messages.get(room, id, SYSTEM))
      return earlier.get(foreign)
    }
    const [imported, lostThread, lostQuote]: [ImportedMessage[], string[], string[]] = [[], [], []]
    for (const message of fresh) {
      const { id: foreign, thread, replyTo, ...rest } = message
      const rootOf = async (wanted: string) => {
        const local = here.get(wanted)
        if (local !== undefined) return local.isReply ? undefined : local.id
        const root = await find(wanted)
        const isRoot = root?.thread === undefined && root?.deletedAt === undefined
        return isRoot ? root?.id : undefined
      }
      const root = thread === undefined ? undefined : await rootOf(thread)
      if (thread !== undefined && root === undefined) lostThread.push(foreign)
      const quoted =
        replyTo === undefined ? undefined : (here.get(replyTo) ?? (await find(replyTo)))?.id
      if (replyTo !== undefined && quoted === undefined) lostQuote.push(foreign)
      const id = newId<MessageId>('msg', tx.now)
      here.set(foreign, { id, isReply: root !== undefined })
      imported.push({ ...rest, id, thread: root, replyTo: quoted })
    }
    await tx.imports.addMessages(room, imported)
    await tx.imports.remember(
      source,
      fresh.map(({ id }) => ({ foreign: messageKey(id), id: here.get(id)?.id ?? '' })),
    )
    return { added: fresh.length, lostThread, lostQuote }
  })
}
