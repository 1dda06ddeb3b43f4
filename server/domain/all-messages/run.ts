import { type RoomId, SYSTEM } from '../../../protocol/ids.ts'
import { system } from '../app/rules.ts'
import type { Reader, Store, Tx } from '../ports.ts'
import { senderOf } from '../rooms/rules.ts'
import { type AllMessages, beforeNext, deleteStride, SEQS_PER_STRIDE } from './rules.ts'

export type DeletionRun = AllMessages & {
  readonly store: Store
  /** How far an interrupted run has come. */
  readonly progress: string | undefined
  /** Stores how far the run has come, with the changes of `tx`. */
  save(progress?: string, tx?: Tx): Promise<void>
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal
}

/**
 * Deletes the messages in strides. Messages that the user sends after the run has come to their room stay. Nothing is
 * deleted under a legal hold that began meanwhile.
 */
export async function runDeletion(run: DeletionRun): Promise<void> {
  const { store, user } = run
  const rooms =
    run.room === undefined
      ? [...(await store.read((reader) => reader.rooms.idsOf(user, 'ever')))].sort()
      : [run.room]
  const [reached = '', seq = '0', last] = run.progress?.split(' ') ?? []
  for (const room of rooms) {
    if (room < reached) continue
    const range =
      room === reached
        ? { from: Number(seq), to: Number(last) }
        : { from: 0, to: await store.read((reader) => lastSeqOf(reader, room)) }
    await deleteIn(run, room, range)
    run.signal.throwIfAborted()
  }
}

/** A room that was deleted has no messages. */
const lastSeqOf = async (reader: Reader, room: RoomId): Promise<number> =>
  (await reader.rooms.get(room))?.seq ?? 0

async function deleteIn(run: DeletionRun, room: RoomId, { from, to }: Range): Promise<void> {
  const { store, user, signal } = run
  let next: number | undefined = from
  while (next !== undefined) {
    const after = await beforeNext(store, { room, user, from: next, to })
    if (after === undefined) return
    next = await store.write((tx) => stride(tx, run, room, { from: after, to }))
    signal.throwIfAborted()
  }
}

/** `to`: the last seq of the room when the run came to it. */
type Range = { readonly from: number; readonly to: number }

/** Deletes one stride. Returns the seq from which the next one goes on; undefined at the end. */
async function stride(
  tx: Tx,
  { user, by, save }: DeletionRun,
  room: RoomId,
  { from, to }: Range,
): Promise<number | undefined> {
  const actor = await tx.users.get(by)
  // The log is locked. A room that was deleted has no messages.
  const found = await tx.rooms.standing(room, SYSTEM)
  if (found === undefined || (await tx.legalHolds.isHeld({ user, room }))) return undefined
  await deleteStride(tx, { room, user, from }, actor ? senderOf(actor) : await system(tx))
  const next = from + SEQS_PER_STRIDE
  await save(`${room} ${next} ${to}`, tx)
  return next < to ? next : undefined
}
