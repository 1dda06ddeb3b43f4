import { emptyTrash } from '../domain/messages/empty-trash.ts'
import type { Store } from '../domain/ports.ts'

const INTERVAL_MS = 10_000

/** Erases deleted texts soon after the minute in which their authors can restore them. */
export function watchUndoBuffer(store: Store, onError: (error: unknown) => void) {
  const timer = setInterval(() => emptyTrash(store).catch(onError), INTERVAL_MS)
  return { stop: () => clearInterval(timer) }
}
