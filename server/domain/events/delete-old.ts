import type { Retention, Store } from '../ports.ts'
import { MARGIN_MS } from '../retention/rules.ts'

/** Logs that one read looks at, and events that one transaction deletes: other writes wait for it for some 2 ms. */
const LOGS = 200
const EVENTS = 500

/**
 * Deletes the events that no replay needs any more, log by log. `save` is called after each stride with the log to
 * continue after. Each log keeps a contiguous end: a replay that would need more is answered with `reset`.
 */
export async function deleteOldEvents(
  store: Store,
  { replayMs }: Retention,
  begin: string,
  save: (after: string) => Promise<void>,
): Promise<void> {
  const until = await store.read(async (reader) => reader.now - replayMs - MARGIN_MS)
  for (let after: string | undefined = begin; after !== undefined; ) {
    const from: string = after
    const { logs, last } = await store.read((reader) => reader.oldEvents.aged(from, until, LOGS))
    for (const log of logs) {
      while (await store.writeUnannounced((tx) => tx.oldEvents.deleteUntil(log, until, EVENTS)))
        await save(from)
      await save(log.log)
    }
    if (last !== undefined) await save(last)
    after = last
  }
}
