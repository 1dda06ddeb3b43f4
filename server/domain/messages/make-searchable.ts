import { firstIdAt, timeOf } from '../../../protocol/ids.ts'
import type { OfMessage, Store } from '../ports.ts'

/** Longer than a transaction lasts, and than a node's index can lag behind. */
const SETTLE_MS = 5 * 60_000
/** At the start a killed node may have been further behind. */
const SETTLE_AT_START_MS = 60 * 60_000
/** Messages of one transaction: other writes wait for it for some 5 ms. */
const STEP = 100
const MINUTE = 60_000

/** Adds new messages to the search index. */
export const makeSearchable = (store: Store, messages: readonly OfMessage[]): Promise<void> =>
  store.writeUnannounced((tx) => tx.search.add(messages))

/**
 * Adds messages that the index lacks, for example because a node was killed before it indexed them. The first time,
 * and after the rules for search terms changed, these are all messages. The caller decides when each step runs.
 */
export async function* makeRestSearchable(store: Store, isStart: boolean): AsyncGenerator<void> {
  let until = await store.read((reader) => reader.search.doneUntil())
  let after: string | undefined = firstIdAt('msg', until - (isStart ? SETTLE_AT_START_MS : 0))
  while (after !== undefined) {
    const from: string = after
    after = await store.writeUnannounced(async (tx) => {
      const settled = tx.now - SETTLE_MS
      // Another node may have come further, and this one continues from there.
      const known = await tx.search.doneUntil()
      const isBehind = known > until && firstIdAt('msg', known) > from
      until = Math.max(known, until)
      const last = await tx.search.addMissing(isBehind ? firstIdAt('msg', known) : from, STEP)
      const done = last === undefined ? settled : Math.min(timeOf(last), settled)
      if (done > until + MINUTE) {
        await tx.search.setDoneUntil(done)
        until = done
      }
      return last
    })
    yield
  }
}
