import type { AppCaller, Store } from '../../ports.ts'

/** When a key was last used is written down once in so long. */
const USED_MS = 60_000

/** Whose key it is: looked up each time, so that one that was ended is of no use on any node. */
export async function recognize(store: Store, word: string): Promise<AppCaller | undefined> {
  const { key, now } = await store.read(async (reader) => ({
    key: await reader.keys.find(word),
    now: reader.now,
  }))
  if (key === undefined) return undefined
  const { id, scopes, lastUsedAt } = key
  if (lastUsedAt === undefined || Date.parse(lastUsedAt) < now - USED_MS)
    await store.writeUnannounced((tx) => tx.keys.setUsed(id, tx.now))
  return { scopes: new Set(scopes) }
}
