import type { Room } from '../../protocol/entities.ts'
import type { RoomId } from '../../protocol/ids.ts'
import type { RoomChange, Store, Tx } from './ports.ts'

/** Messages of one transaction: other writes wait for it for some milliseconds. */
const MESSAGES = 100

/** So many seqs cost as much as one command. */
const SEQS_PER_COMMAND = 1000

/**
 * A shorter time holds for earlier messages, too: a job gives them their end. Returns the work of the job, in commands: it
 * goes through the whole room.
 */
export async function applyRetention(tx: Tx, before: Room, change: RoomChange): Promise<number> {
  const { retentionSeconds: seconds } = change
  if (!seconds || seconds >= (before.retentionSeconds ?? Number.POSITIVE_INFINITY)) return 0
  const { id: room, seq } = before
  await tx.jobs.add('rooms.applyRetention', { room }, { uniqueKey: `rooms.applyRetention:${room}` })
  return seq / SEQS_PER_COMMAND
}

/** The work of the job, after a seq. */
export async function shortenExpiry(
  store: Store,
  room: RoomId,
  begin: number,
  save: (after: number, tx: Tx) => Promise<void>,
): Promise<void> {
  for (let next: number | undefined = begin; next !== undefined; ) {
    const after: number = next
    next = await store.writeUnannounced(async (tx) => {
      const { retentionSeconds: seconds } = (await tx.rooms.get(room)) ?? {}
      if (seconds === undefined) return undefined
      const to = await tx.expiry.limitIn(room, after, seconds * 1000, MESSAGES)
      if (to !== undefined) await save(to, tx)
      return to
    })
  }
}
