import { firstIdAt, timeOf } from '../../../protocol/ids.ts'
import type { OfMessage, Store } from '../ports.ts'

/** Longer than a transaction lasts, and than a node is behind. */
const SETTLE_MS = 5 * 60_000
/** At the start: whoever was killed may have been further behind. */
const SETTLE_AT_START_MS = 60 * 60_000
/** Messages that share a transaction, for which others may have to wait: some 5 ms. */
const STEP = 100
const MINUTE = 60_000

/** Makes new messages findable. */
export const makeSearchable = (store: Store, messages: readonly OfMessage[]): Promise<void> =>
  store.writeUnannounced((tx) => tx.search.add(messages))

/**
 * The same for those that were left out, as when a node was killed before it came to them; the first time, and
 * when the rules for words have changed, for all there are. In steps: whoever asks decides when the next one is due.
 */
export async function* makeRestSearchable(store: Store, isStart: boolean): AsyncGenerator<void> {
  let until = await store.read((reader) => reader.search.doneUntil())
  let after: string | undefined = firstIdAt('msg', until - (isStart ? SETTLE_AT_START_MS : 0))
  while (after !== undefined) {
    const from: string = after
    after = await store.writeUnannounced(async (tx) => {
      const settled = tx.now - SETTLE_MS
      // Another node may be further: each goes on from there.
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
