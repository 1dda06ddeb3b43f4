import type { AppCaller, Store } from '../../ports.ts'

/** The time of a key's last use is stored at most once a minute. */
const USED_MS = 60_000

/** The caller with this key. Each request looks the key up, so that a deleted one is refused at once on every node. */
export async function recognize(store: Store, secret: string): Promise<AppCaller | undefined> {
  const { key, now } = await store.read(async (reader) => ({
    key: await reader.keys.find(secret),
    now: reader.now,
  }))
  if (key === undefined) return undefined
  const { id, scopes, lastUsedAt } = key
  if (lastUsedAt === undefined || Date.parse(lastUsedAt) < now - USED_MS)
    await store.writeUnannounced((tx) => tx.keys.setUsed(id, tx.now))
  return { scopes: new Set(scopes), key: id }
}
