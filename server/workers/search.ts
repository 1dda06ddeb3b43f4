import type { CommittedEvent } from '../../protocol/memberships.ts'
import { makeRestSearchable, makeSearchable } from '../domain/messages/make-searchable.ts'
import { tidySearch } from '../domain/messages/tidy-search.ts'
import type { OfMessage, Store } from '../domain/ports.ts'

/** What is said within this time becomes findable together. */
const GATHER_MS = 100
/** Messages, and bytes of their texts, that share a transaction, which others may have to wait for: some 20 ms at the worst. */
const BATCH = 200
const BATCH_BYTES = 16 * 1024
/** The index takes half of the time; while more is being said a twentieth, and is behind. */
const REST = 1
const REST_WHILE_BUSY = 19
/** A second at most: a database that is slow may have become fast again. */
const LONGEST_REST_MS = 1000
/** So many may wait in memory, some 10 MB; the others are found when it is looked for what was left out. */
const WAITING = 50_000
const LOOK_EVERY_MS = 5 * 60_000
/** How soon after something went wrong. */
const LOOK_SOON_MS = 30_000

type Waiting = OfMessage & { readonly bytes: number }

/** Makes findable what is said on this node, in the background; and what other nodes left out. */
export function watchSearch(store: Store, onError: (error: unknown) => void) {
  const waiting: Waiting[] = []
  let isQuiet = true
  let isOver = false
  let isLeft = false
  /** Whoever was killed may have been further behind than anybody who lives. */
  let isStart = true
  const over = Promise.withResolvers<void>()
  let next: Timer | undefined
  let isWorking = false
  let look: Timer | undefined = setTimeout(lookAgain, 0)
  let working: Promise<void> = Promise.resolve()
  let looking: Promise<void> = Promise.resolve()

  /** Those who wrote are not made to wait: this only takes note. */
  function receive(events: readonly CommittedEvent[]): void {
    isQuiet = false
    for (const event of events)
      if (event.type === 'message.created') {
        const { room, seq, text } = event.message
        if (waiting.length < WAITING) waiting.push({ room, seq, bytes: Buffer.byteLength(text) })
        else isLeft = true
      }
    if (waiting.length > 0 && !isWorking) next ??= setTimeout(turn, GATHER_MS)
  }

  function turn(): void {
    clearTimeout(next)
    next = undefined
    working = work()
  }

  /** A few messages are taken up at once; of many a search shows what it can, and nobody waits. */
  async function caughtUp(): Promise<void> {
    if (waiting.length > BATCH) return
    if (isWorking) await working
    if (waiting.length > 0 && !isWorking && !isOver) turn()
    await working
  }

  async function work(): Promise<void> {
    isWorking = true
    const batch = waiting.splice(0, batchOf(waiting))
    isQuiet = true
    const ms = await timed(() => makeSearchable(store, batch))
    isWorking = false
    if (isOver) return
    if (waiting.length > 0) next = setTimeout(turn, restAfter(ms))
    else if (isLeft) soon()
  }

  function lookAgain(): void {
    look = undefined
    looking = lookThrough().then(() => {
      if (!isOver) look ??= setTimeout(lookAgain, LOOK_EVERY_MS)
    })
  }

  async function lookThrough(): Promise<void> {
    const steps = makeRestSearchable(store, isStart)
    await inSteps(async () => {
      const isMore = (await steps.next()).done !== true
      if (!isMore) isStart = false
      return isMore
    })
    await inSteps(() => tidySearch(store))
  }

  /** As long as there is more to do, with rests in between. */
  async function inSteps(step: () => Promise<boolean>): Promise<void> {
    for (let isMore = true; isMore && !isOver; ) {
      isMore = false
      isQuiet = true
      const ms = await timed(async () => {
        isMore = await step()
      })
      if (isMore) await Promise.race([Bun.sleep(restAfter(ms)), over.promise])
    }
  }

  /** How long it took. What goes wrong is made good when it is looked for what was left out. */
  async function timed(work: () => Promise<void>): Promise<number> {
    const begun = performance.now()
    try {
      await work()
    } catch (error) {
      if (!isOver) {
        onError(error)
        soon()
      }
    }
    return performance.now() - begun
  }

  const restAfter = (ms: number): number =>
    Math.min(ms * (isQuiet ? REST : REST_WHILE_BUSY), LONGEST_REST_MS)

  function soon(): void {
    isLeft = false
    clearTimeout(look)
    look = setTimeout(lookAgain, LOOK_SOON_MS)
  }

  /** What is under way is finished. */
  async function stop(): Promise<void> {
    isOver = true
    over.resolve()
    clearTimeout(next)
    clearTimeout(look)
    await Promise.all([working, looking])
  }
  return {
    receive,
    caughtUp,
    stop,
    /** Messages that are yet to be made findable. */
    get waiting(): number {
      return waiting.length
    },
  }
}

/** How many of them share the next transaction: one at least. */
function batchOf(waiting: readonly Waiting[]): number {
  let bytes = 0
  let count = 0
  for (const { bytes: more } of waiting) {
    bytes += more
    if (count > 0 && (bytes > BATCH_BYTES || count === BATCH)) break
    count++
  }
  return count
}
