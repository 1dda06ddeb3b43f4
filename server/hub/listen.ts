import type { Log, UserId } from '../../protocol/ids.ts'
import type { Recorded } from '../../protocol/memberships.ts'
import { type Encoded, encode } from './encoded.ts'
import type { Hub } from './hub.ts'
import type { Heard, Live, Moment, Since, Snapshot } from './moment.ts'
import { hand, type Wire } from './wire.ts'

/** Events of a replay that are made whole, and handed to the wire, in one go. */
const CHUNK = 200
/** What it takes to find out that too much was missed, in events that were told. */
const READ_BEFORE_RESET = 3000

/** The log, read to catch up. */
export interface Past<Entry> {
  /** How far back of a cursor it reads: what was heard within that time, a client must say. */
  readonly settleMs: number
  /** What this user may hear just now. */
  logsOf(user: UserId): Promise<readonly Log[]>
  missed(user: UserId, cursor: string | undefined, heard: Heard): Promise<Missed<Entry>>
  tell(entries: readonly Entry[]): Promise<readonly Recorded[]>
}
type Missed<Entry> = Moment &
  (
    | { readonly reset: string }
    | {
        readonly entries: readonly Entry[]
        readonly positions: Map<Log, number>
        readonly recent: Map<Log, number>
      }
  )

/**
 * Joins a wire to the hub without a hole. Replays what was missed, as fast as the wire takes it;
 * then, in one turn of the event loop, sends what came meanwhile and goes live. Answers from where
 * it is live, or why nothing could be replayed. Says what it reads, each time. Refuses a cursor that is not
 * ours.
 */
export async function listen<Entry>(
  hub: Hub,
  past: Past<Entry>,
  wire: Wire,
  since: Since,
  onRead: (read: { readonly logs: number; readonly events: number }) => void = () => undefined,
): Promise<Live | { readonly reset: string }> {
  const opening = hub.open()
  try {
    let { cursor } = since
    const heard = new Map(since.heard)
    // What is about to be read must not be older than what is about to be heard.
    if (!hub.isAlone) await hub.follow(opening, await past.logsOf(wire.user))
    for (;;) {
      const evictions = hub.evictions
      const missed = await past.missed(wire.user, cursor, heard)
      if ('reset' in missed) {
        onRead({ logs: 0, events: READ_BEFORE_RESET })
        return missed
      }
      onRead({ logs: missed.positions.size, events: missed.entries.length })
      if (!(await hub.follow(opening, missed.positions.keys()))) continue
      for (let i = 0; i < missed.entries.length && !wire.closed; i += CHUNK) {
        for (const event of await past.tell(missed.entries.slice(i, i + CHUNK))) {
          heard.set(event.log, event.seq)
          hand(wire, encode(event))
          if (wire.full) await wire.drained()
        }
      }
      if (!wire.closed) await hub.reach(missed.positions)
      // In the same turn as the joining: one that has closed is not to be attached.
      if (wire.closed) return { ...missed, heard: missed.recent }
      const tail = hub.settle(wire, opening, missed, evictions)
      if (tail !== undefined) return live(missed, tail)
      // More came meanwhile than the hub remembers, or than is sent at once: read again, from here.
      cursor = missed.cursor
      for (const [log, seq] of missed.positions) heard.set(log, seq)
    }
  } finally {
    hub.abandon(opening)
  }
}

/**
 * A live wire is full: it hears from the log, as fast as it reads, until it is live again. Answers why
 * it cannot be told all that it missed, if so.
 */
export async function catchUp<Entry>(
  hub: Hub,
  past: Past<Entry>,
  wire: Wire,
): Promise<{ readonly reset: string } | undefined> {
  const since = hub.fallBehind(wire)
  await wire.drained()
  const joined = wire.closed ? undefined : await listen(hub, past, wire, since)
  return joined !== undefined && 'reset' in joined ? joined : undefined
}

function live(
  snapshot: Pick<Snapshot, 'at' | 'cursor' | 'recent'>,
  tail: readonly Encoded[],
): Live {
  const heard = new Map(snapshot.recent)
  for (const { log, seq } of tail) heard.set(log, seq)
  const last = tail.at(-1)
  const { at, cursor } = last !== undefined && last.at > snapshot.at ? last : snapshot
  return { at, cursor, heard }
}
