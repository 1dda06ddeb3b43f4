import type { KeyedStorage } from '@parlance/sdk/outbox'

/** A storage that ends with the page. */
export function inMemory(): KeyedStorage {
  const values = new Map<string, unknown>()
  return {
    all: async () => [...values.values()],
    set: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
  }
}
