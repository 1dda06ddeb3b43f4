import type { RoomId } from '../../../protocol/ids.ts'
import type { ExpiredMessage, ExpiryPosition, Store } from '../ports.ts'
import { systemUser } from '../rooms/rules.ts'

/** Messages that one transaction deletes: others wait for it for some 20 ms. */
const STRIDE = 50

/**
 * Deletes the messages whose time is over, with their events. Nobody receives them before that either. Those under a
 * legal hold stay stored.
 */
export async function deleteExpired(store: Store, save: () => Promise<void>): Promise<void> {
  for (let after: ExpiryPosition | undefined, isOver = false; !isOver; ) {
    const from: ExpiryPosition | undefined = after
    const found = await store.read((reader) => reader.expiry.due(from, STRIDE, reader.now))
    for (const [room, messages] of Map.groupBy(found, ({ room }) => room))
      await expireIn(store, room, messages)
    after = found.at(-1)
    isOver = found.length < STRIDE
    await save()
  }
}

async function expireIn(
  store: Store,
  room: RoomId,
  messages: readonly ExpiredMessage[],
): Promise<void> {
  await store.write(async (tx) => {
    const by = await systemUser(tx)
    await tx.rooms.lock([room])
    // The messages of a deleted room are erased by another job, without events.
    if ((await tx.rooms.get(room)) === undefined) return
    const due: ExpiredMessage[] = []
    for (const message of messages)
      if (!(await tx.legalHolds.isHeld({ room, user: message.sender }))) due.push(message)
    await tx.expiry.end(due, by)
  })
}
