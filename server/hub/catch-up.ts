import type { Log, UserId } from '../../protocol/ids.ts'
import type { CommittedEvent } from '../../protocol/memberships.ts'
import { type EncodedEvent, encode } from './encoded-event.ts'
import type { Hub } from './hub.ts'
import type {
  CursorTime,
  LivePosition,
  ReceivedSeqs,
  ResumePoint,
  Snapshot,
} from './resume-point.ts'
import { type Subscriber, sendTo } from './subscriber.ts'

/** Events of a replay that are made whole, and handed to the subscriber, in one go. */
const CHUNK = 200
/** What it takes to find out that too much was missed, in events that were told. */
const READ_BEFORE_RESET = 3000

/** The log, read to catch up. */
export interface ReplaySource<Entry> {
  /** How far back of a cursor it reads: what was received within that time, a client must say. */
  readonly commitWindowMs: number
  /** What this user may hear just now. */
  logsOf(user: UserId): Promise<readonly Log[]>
  missed(user: UserId, cursor: string | undefined, received: ReceivedSeqs): Promise<Missed<Entry>>
  hydrate(entries: readonly Entry[]): Promise<readonly CommittedEvent[]>
}
type Missed<Entry> = CursorTime &
  (
    | { readonly reset: string }
    | {
        readonly entries: readonly Entry[]
        readonly positions: Map<Log, number>
        readonly recent: Map<Log, number>
      }
  )

/**
 * Joins a subscriber to the hub without a hole. Replays what was missed, as fast as the subscriber takes it;
 * then, in one turn of the event loop, sends what came meanwhile and goes live. Answers from where
 * it is live, or why nothing could be replayed. Says what it reads, each time. Refuses a cursor that is not
 * ours.
 */
export async function subscribe<Entry>(
  hub: Hub,
  past: ReplaySource<Entry>,
  subscriber: Subscriber,
  since: ResumePoint,
  onRead: (read: { readonly logs: number; readonly events: number }) => void = () => undefined,
): Promise<LivePosition | { readonly reset: string }> {
  const opening = hub.beginCatchUp()
  try {
    let { cursor } = since
    const received = new Map(since.received)
    // What is about to be read must not be older than what is about to be received.
    if (!hub.isAlone) await hub.follow(opening, await past.logsOf(subscriber.user))
    for (;;) {
      const evictions = hub.evictions
      const missed = await past.missed(subscriber.user, cursor, received)
      if ('reset' in missed) {
        onRead({ logs: 0, events: READ_BEFORE_RESET })
        return missed
      }
      onRead({ logs: missed.positions.size, events: missed.entries.length })
      if (!(await hub.follow(opening, missed.positions.keys()))) continue
      for (let i = 0; i < missed.entries.length && !subscriber.isClosed; i += CHUNK) {
        for (const event of await past.hydrate(missed.entries.slice(i, i + CHUNK))) {
          received.set(event.log, event.seq)
          sendTo(subscriber, encode(event))
          if (subscriber.isFull) await subscriber.drained()
        }
      }
      if (!subscriber.isClosed) await hub.advanceTo(missed.positions)
      // In the same turn as the joining: one that has closed is not to be attached.
      if (subscriber.isClosed) return { ...missed, received: missed.recent }
      const tail = hub.goLive(subscriber, opening, missed, evictions)
      if (tail !== undefined) return live(missed, tail)
      // More came meanwhile than the hub remembers, or than is sent at once: read again, from here.
      cursor = missed.cursor
      for (const [log, seq] of missed.positions) received.set(log, seq)
    }
  } finally {
    hub.endCatchUp(opening)
  }
}

/**
 * A live subscriber is full: it hears from the log, as fast as it reads, until it is live again. Answers why
 * it cannot be told all that it missed, if so.
 */
export async function catchUp<Entry>(
  hub: Hub,
  past: ReplaySource<Entry>,
  subscriber: Subscriber,
): Promise<{ readonly reset: string } | undefined> {
  const since = hub.fallBehind(subscriber)
  await subscriber.drained()
  const joined = subscriber.isClosed ? undefined : await subscribe(hub, past, subscriber, since)
  return joined !== undefined && 'reset' in joined ? joined : undefined
}

function live(
  snapshot: Pick<Snapshot, 'at' | 'cursor' | 'recent'>,
  tail: readonly EncodedEvent[],
): LivePosition {
  const received = new Map(snapshot.recent)
  for (const { log, seq } of tail) received.set(log, seq)
  const last = tail.at(-1)
  const { at, cursor } = last !== undefined && last.at > snapshot.at ? last : snapshot
  return { at, cursor, received }
}
