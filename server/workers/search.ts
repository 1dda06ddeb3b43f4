import type { CommittedEvent } from '../../protocol/memberships.ts'
import { makeRestSearchable, makeSearchable } from '../domain/messages/make-searchable.ts'
import { tidySearch } from '../domain/messages/tidy-search.ts'
import type { OfMessage, Store } from '../domain/ports.ts'

/** Messages of this time are indexed together. */
const COLLECT_MS = 100
/** The most messages, and bytes of text, of a transaction, which other writes may have to wait for: some 20 ms. */
const BATCH = 200
const BATCH_BYTES = 16 * 1024
/** The pause after a batch, as a multiple of its time: indexing takes half of the time, under load a twentieth. */
const PAUSE = 1
const PAUSE_WHILE_BUSY = 19
/** A slow database may be fast again soon, so the pause is limited. */
const MAX_PAUSE_MS = 1000
/** The most messages that wait in memory, some 10 MB. A scan finds the others. */
const MAX_WAITING = 50_000
const SCAN_INTERVAL_MS = 5 * 60_000
/** The time from an error to the next scan. */
const SCAN_SOON_MS = 30_000

type Waiting = OfMessage & { readonly bytes: number }

/** Indexes the messages of this node in the background; scans find the messages that other nodes left out. */
export function watchSearch(store: Store, onError: (error: unknown) => void) {
  const waiting: Waiting[] = []
  /** No message was received since the last batch began. */
  let isQuiet = true
  let isStopped = false
  /** Messages were left out, because too many were waiting. */
  let hasLeftOut = false
  /** A node that was killed may have been further behind than a running node ever is. */
  let isFirstScan = true
  const stopped = Promise.withResolvers<void>()
  let nextBatch: Timer | undefined
  let isIndexing = false
  let nextScan: Timer | undefined = setTimeout(startScan, 0)
  let indexing: Promise<void> = Promise.resolve()
  let scanning: Promise<void> = Promise.resolve()

  /** Only takes note of the messages, so that their senders do not wait. */
  function receive(events: readonly CommittedEvent[]): void {
    isQuiet = false
    for (const event of events)
      if (event.type === 'message.created') {
        const { room, seq, text } = event.message
        if (waiting.length < MAX_WAITING)
          waiting.push({ room, seq, bytes: Buffer.byteLength(text) })
        else hasLeftOut = true
      }
    if (waiting.length > 0 && !isIndexing) nextBatch ??= setTimeout(startBatch, COLLECT_MS)
  }

  function startBatch(): void {
    clearTimeout(nextBatch)
    nextBatch = undefined
    indexing = indexBatch()
  }

  /** Indexes a few waiting messages at once. If there are more, a search does not wait for them. */
  async function caughtUp(): Promise<void> {
    if (waiting.length > BATCH) return
    if (isIndexing) await indexing
    if (waiting.length > 0 && !isIndexing && !isStopped) startBatch()
    await indexing
  }

  async function indexBatch(): Promise<void> {
    isIndexing = true
    const batch = waiting.splice(0, batchSize(waiting))
    isQuiet = true
    const ms = await timed(() => makeSearchable(store, batch))
    isIndexing = false
    if (isStopped) return
    if (waiting.length > 0) nextBatch = setTimeout(startBatch, pauseAfter(ms))
    else if (hasLeftOut) scanSoon()
  }

  function startScan(): void {
    nextScan = undefined
    scanning = scan().then(() => {
      if (!isStopped) nextScan ??= setTimeout(startScan, SCAN_INTERVAL_MS)
    })
  }

  async function scan(): Promise<void> {
    const steps = makeRestSearchable(store, isFirstScan)
    await inSteps(async () => {
      const hasMore = (await steps.next()).done !== true
      if (!hasMore) isFirstScan = false
      return hasMore
    })
    await inSteps(() => tidySearch(store))
  }

  /** Repeats a step while there is more to do, with pauses in between. */
  async function inSteps(step: () => Promise<boolean>): Promise<void> {
    for (let hasMore = true; hasMore && !isStopped; ) {
      hasMore = false
      isQuiet = true
      const ms = await timed(async () => {
        hasMore = await step()
      })
      if (hasMore) await Promise.race([Bun.sleep(pauseAfter(ms)), stopped.promise])
    }
  }

  /** Returns how long the work took, in ms. After an error the next scan indexes what is missing. */
  async function timed(work: () => Promise<void>): Promise<number> {
    const startedAt = performance.now()
    try {
      await work()
    } catch (error) {
      if (!isStopped) {
        onError(error)
        scanSoon()
      }
    }
    return performance.now() - startedAt
  }

  const pauseAfter = (ms: number): number =>
    Math.min(ms * (isQuiet ? PAUSE : PAUSE_WHILE_BUSY), MAX_PAUSE_MS)

  function scanSoon(): void {
    hasLeftOut = false
    clearTimeout(nextScan)
    nextScan = setTimeout(startScan, SCAN_SOON_MS)
  }

  /** Finishes the current batch and the current step. */
  async function stop(): Promise<void> {
    isStopped = true
    stopped.resolve()
    clearTimeout(nextBatch)
    clearTimeout(nextScan)
    await Promise.all([indexing, scanning])
  }
  return {
    receive,
    caughtUp,
    stop,
    /** The number of messages that are not indexed yet. */
    get waiting(): number {
      return waiting.length
    },
  }
}

/** How many messages share the next transaction: at least one. */
function batchSize(waiting: readonly Waiting[]): number {
  let total = 0
  let count = 0
  for (const { bytes } of waiting) {
    total += bytes
    if (count > 0 && (total > BATCH_BYTES || count === BATCH)) break
    count++
  }
  return count
}
