import type { Store } from '../ports.ts'

/** Messages of one transaction: other writes wait for it for some milliseconds. */
const STRIDE = 500

/**
 * Earlier messages disappear after the time of the setting, too; later ones are stored with it. Once it is done for all
 * messages, nothing is done until the setting gets another value.
 */
export async function applyServerRetention(
  store: Store,
  seconds: number | undefined,
  save: () => Promise<void>,
): Promise<void> {
  for (let isOver = seconds === undefined; !isOver; ) {
    isOver = await store.writeUnannounced((tx) => tx.expiry.limitAll((seconds ?? 0) * 1000, STRIDE))
    await save()
  }
}
