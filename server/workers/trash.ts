import { emptyTrash } from '../domain/messages/empty-trash.ts'
import type { Store } from '../domain/ports.ts'

const EVERY_MS = 10_000

/** The text of what its author deleted is kept for a minute, and not much longer. */
export function watchTrash(store: Store, onError: (error: unknown) => void) {
  const timer = setInterval(() => emptyTrash(store).catch(onError), EVERY_MS)
  return { stop: () => clearInterval(timer) }
}
