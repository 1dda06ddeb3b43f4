import type { KeyedStorage } from '../sdk/typescript/src/outbox.ts'

/** A storage that ends with the page. */
export function inMemory(): KeyedStorage {
  const values = new Map<string, unknown>()
  return {
    all: async () => [...values.values()],
    set: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
  }
}
