import type { RoomId, WordListId } from '../../../../protocol/ids.ts'
import type { StoredWordList, Tx } from '../../ports.ts'
import { existingList, noList } from '../../word-lists/rules.ts'
import { inRoom } from '../rules.ts'

/** Locks the lists of a room, or of the whole server. */
export async function lockLists(tx: Tx, room: RoomId | undefined): Promise<void> {
  if (room === undefined) await tx.wordLists.lock()
  else await inRoom(tx, room)
}

/** Any list, whose changes are locked. Refuses `not_found`. */
export async function lockedList(tx: Tx, id: WordListId): Promise<StoredWordList> {
  const list = await tx.wordLists.get(id)
  if (list === undefined) throw noList()
  await lockLists(tx, list.room)
  // Another transaction may have changed or deleted it before the lock.
  return existingList(tx, id, list.room)
}
