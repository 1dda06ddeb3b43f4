import type { Erasure } from '../../../protocol/entities.ts'
import { type ErasureId, type RoomId, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { beforeNext, deleteStride, SEQS_PER_STRIDE } from '../all-messages/rules.ts'
import { deleteFiles } from '../exports/rules.ts'
import type { ErasureRecord, Store, Tx } from '../ports.ts'
import { addErasure, eraseRows } from './rules.ts'

/** How often the lease is extended during the last step, in ms. */
const SAVE_MS = 5000

export type ErasureRun = {
  readonly store: Store
  readonly erasureRecord: ErasureRecord
  readonly erasure: ErasureId
  /** How far an interrupted run has come. */
  readonly progress: string | undefined
  /** Stores how far the run has come, with the changes of `tx`. */
  save(progress?: string, tx?: Tx): Promise<void>
}

/**
 * Erases a user in strides. A stride that is repeated finds nothing more to erase. Rooms under a legal hold are left out:
 * the erasure then waits, and goes through all rooms again when a hold is lifted.
 */
export async function runErasure(run: ErasureRun): Promise<void> {
  const { store, erasure: id } = run
  const erasure = await store.write((tx) => begin(tx, id))
  if (erasure?.state !== 'running') return
  // @planted erasure
  const held = erasure.messages === 'keep' ? [] : await eraseRooms(run, erasure)
  await deleteFiles(store, run.save)
  await forgetWords(run)
  await scrub(run)
  if (held.length === 0) run.erasureRecord.add(erasure)
  await store.write(async (tx) => {
    const now = await tx.erasures.get(id)
    if (now?.state !== 'running') return
    await tx.erasures.update({ ...now, state: held.length === 0 ? 'done' : 'waiting' })
    await run.save('', tx)
    // A hold that was lifted meanwhile has not woken this erasure, which was running.
    if (held.length > 0 && !(await areHeld(tx, now, held))) await addErasure(tx, id)
  })
}

async function areHeld(tx: Tx, { user }: Erasure, rooms: readonly RoomId[]): Promise<boolean> {
  for (const room of rooms) if (!(await tx.legalHolds.isHeld({ user, room }))) return false
  return true
}

async function begin(tx: Tx, id: ErasureId): Promise<Erasure | undefined> {
  const erasure = await tx.erasures.get(id)
  if (erasure === undefined || erasure.state === 'done') return undefined
  const isHeld = await tx.legalHolds.isHeld({ user: erasure.user })
  if (isHeld) return tx.erasures.update({ ...erasure, state: 'waiting' })
  return eraseRows(tx, await tx.erasures.update({ ...erasure, state: 'running' }))
}

/** Returns the rooms under a hold, whose messages stay. */
async function eraseRooms(run: ErasureRun, { user }: Erasure): Promise<readonly RoomId[]> {
  const { store } = run
  const rooms = [...(await store.read((reader) => reader.rooms.idsOf(user, 'ever')))].sort()
  const [reached = '', seq = '0'] = run.progress?.split(' ') ?? []
  const held: RoomId[] = []
  for (const room of rooms) {
    let next: number | undefined = room === reached ? Number(seq) : 0
    if (room < reached) next = undefined
    while (next !== undefined) next = await eraseNext(run, { room, user }, next)
    const isHeld = await store.read((reader) => reader.legalHolds.isHeld({ user, room }))
    if (isHeld) held.push(room)
  }
  return held
}

/** Erases the next messages after a seq. Returns the seq from which the next stride goes on; undefined at the end. */
async function eraseNext(
  run: ErasureRun,
  { room, user }: { readonly room: RoomId; readonly user: UserId },
  from: number,
): Promise<number | undefined> {
  const { store } = run
  // Every message is committed: the deletion of the user has locked the rooms.
  const found = await store.read((reader) => reader.rooms.get(room))
  const after = found && (await beforeNext(store, { room, user, from, to: found.seq }))
  return after === undefined ? undefined : store.write((tx) => stride(tx, run, room, after))
}

/** Erases a stride after a seq. */
async function stride(
  tx: Tx,
  run: ErasureRun,
  room: RoomId,
  from: number,
): Promise<number | undefined> {
  const erasure = await tx.erasures.get(run.erasure)
  const standing = await tx.rooms.standing(room, SYSTEM)
  // The room was deleted with its messages.
  if (erasure === undefined || standing === undefined) return undefined
  const { user } = erasure
  if (await tx.legalHolds.isHeld({ user, room })) return undefined
  const until = from + SEQS_PER_STRIDE
  const count = await deleteStride(tx, { room, user, from }, standing.me)
  if (count > 0) await tx.erasures.update({ ...erasure, erased: added(erasure.erased, count) })
  await run.save(`${room} ${until}`, tx)
  return until < standing.room.seq ? until : undefined
}

/** The receipt with more messages. */
function added(erased: Erasure['erased'], more: number): Erasure['erased'] {
  const before = erased.find(({ table }) => table === 'messages')?.count ?? 0
  const others = erased.filter(({ table }) => table !== 'messages')
  return [...others, { table: 'messages', count: before + more }]
}

/** The search index keeps the words of deleted messages until its parts are merged. */
async function forgetWords({ store, save }: ErasureRun): Promise<void> {
  for (let isFirst = true, hasMore = true; hasMore; isFirst = false) {
    hasMore = await store.write((tx) => tx.search.forget(isFirst))
    await save()
  }
}

/** The lease is extended while it lasts. */
async function scrub({ store, save }: ErasureRun): Promise<void> {
  let isDone = false
  const scrubbing = store.scrub().finally(() => {
    isDone = true
  })
  while (!isDone) {
    const pause = Promise.withResolvers<void>()
    const timer = setTimeout(pause.resolve, SAVE_MS)
    await Promise.race([scrubbing, pause.promise])
    clearTimeout(timer)
    if (!isDone) await save()
  }
  await scrubbing
}
