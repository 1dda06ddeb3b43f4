import type { Log, UserId } from '../../protocol/ids.ts'
import type { CommittedEvent } from '../../protocol/memberships.ts'
import { type EncodedEvent, encode, partsOf } from './encoded-event.ts'
import type { Hub } from './hub.ts'
import type {
  CursorTime,
  LivePosition,
  ReceivedSeqs,
  ResumePoint,
  Snapshot,
} from './resume-point.ts'
import { type Subscriber, sendAllTo } from './subscriber.ts'

/** Events of a replay that are hydrated and sent at a time. */
const CHUNK = 200
/** Characters after which a write ends: the buffer of a full subscriber exceeds its limit by one write at most. */
const WRITE_CHARS = 32 * 1024
/** The cost of a replay that ends in `reset`, in events. */
const READ_BEFORE_RESET = 3000

/** Reads the logs for a replay. */
export interface ReplaySource<Entry> {
  /** How long before its cursor a replay begins, in ms. A client says what it has received since then. */
  readonly commitWindowMs: number
  /** The logs that this user may receive at the moment. */
  logsOf(user: UserId): Promise<readonly Log[]>
  /** Refuses `session_ended` and `user_deleted`. */
  missed(
    reader: Pick<Subscriber, 'user' | 'session'>,
    cursor: string | undefined,
    received: ReceivedSeqs,
  ): Promise<Missed<Entry>>
  /** The events as they are after the call. Callers of the same moment may receive the same objects. */
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
 * Attaches a subscriber to the hub without a gap. Replays the missed events as fast as the subscriber reads
 * them; then, in one turn of the event loop, sends the events that were published meanwhile and goes live.
 * Returns where it went live, or why nothing could be replayed. `onRead` receives the cost of each read.
 * Refuses `invalid_cursor`.
 */
export async function subscribe<Entry>(
  hub: Hub,
  source: ReplaySource<Entry>,
  subscriber: Subscriber,
  since: ResumePoint,
  onRead: (read: { readonly logs: number; readonly events: number }) => void = () => undefined,
): Promise<LivePosition | { readonly reset: string }> {
  const pending = hub.beginCatchUp()
  try {
    let { cursor } = since
    const received = new Map(since.received)
    // The node follows the logs before it reads them, so that no event falls between the two.
    if (!hub.isAlone) await hub.follow(pending, await source.logsOf(subscriber.user))
    for (;;) {
      const evictions = hub.evictions
      const missed = await source.missed(subscriber, cursor, received)
      if ('reset' in missed) {
        onRead({ logs: 0, events: READ_BEFORE_RESET })
        return missed
      }
      onRead({ logs: missed.positions.size, events: missed.entries.length })
      if (!(await hub.follow(pending, missed.positions.keys()))) continue
      for (let i = 0; i < missed.entries.length && !subscriber.isClosed; i += CHUNK) {
        const events = await source.hydrate(missed.entries.slice(i, i + CHUNK))
        for (const { log, seq } of events) received.set(log, seq)
        for (const write of partsOf(events.values().map(encodeOnce), WRITE_CHARS)) {
          sendAllTo(subscriber, write)
          if (subscriber.isFull) await subscriber.drained()
        }
      }
      if (!subscriber.isClosed) await hub.advanceTo(missed.positions)
      // Checked in the same turn as `goLive`, because a closed subscriber must not be attached.
      if (subscriber.isClosed) return { ...missed, received: missed.recent }
      const tail = hub.goLive(subscriber, pending, missed, evictions)
      if (tail !== undefined) return livePosition(missed, tail)
      // More events were published meanwhile than the hub keeps or sends at once: read again, from here.
      cursor = missed.cursor
      for (const [log, seq] of missed.positions) received.set(log, seq)
    }
  } finally {
    hub.endCatchUp(pending)
  }
}

/**
 * Replays events to a live subscriber whose send buffer is full, as fast as it reads, until it is live
 * again. Returns `reset` if it has missed too many events for a replay.
 */
export async function catchUp<Entry>(
  hub: Hub,
  source: ReplaySource<Entry>,
  subscriber: Subscriber,
): Promise<{ readonly reset: string } | undefined> {
  const since = hub.fallBehind(subscriber)
  await subscriber.drained()
  const result = subscriber.isClosed ? undefined : await subscribe(hub, source, subscriber, since)
  return result !== undefined && 'reset' in result ? result : undefined
}

/** The JSON of events that several replays received at the same moment: each is encoded once. */
const encoded = new WeakMap<CommittedEvent, EncodedEvent>()

function encodeOnce(event: CommittedEvent): EncodedEvent {
  let known = encoded.get(event)
  if (known === undefined) {
    known = encode(event)
    encoded.set(event, known)
  }
  return known
}

function livePosition(
  snapshot: Pick<Snapshot, 'at' | 'cursor' | 'recent'>,
  tail: readonly EncodedEvent[],
): LivePosition {
  const received = new Map(snapshot.recent)
  for (const { log, seq } of tail) received.set(log, seq)
  const last = tail.at(-1)
  const { at, cursor } = last !== undefined && last.at > snapshot.at ? last : snapshot
  return { at, cursor, received }
}
