import type { Store } from '../ports.ts'

/** What may no longer be taken back is gone for good. */
export async function emptyTrash(store: Store): Promise<void> {
  if (!(await store.read((reader) => reader.messages.hasTrash(reader.now)))) return
  await store.write((tx) => tx.messages.emptyTrash(tx.now))
}
