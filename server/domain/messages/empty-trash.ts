import type { Store } from '../ports.ts'

/** Erases deleted messages that can no longer be restored. */
export async function emptyTrash(store: Store): Promise<void> {
  if (!(await store.read((reader) => reader.messages.hasTrash(reader.now)))) return
  await store.write((tx) => tx.messages.emptyTrash(tx.now))
}
