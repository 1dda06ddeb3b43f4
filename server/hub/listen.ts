import type { Cursor, Log, UserId } from '../../protocol/ids.ts'
import type { Recorded } from '../../protocol/memberships.ts'
import { type Encoded, encode } from './encoded.ts'
import type { Hub } from './hub.ts'
import { hand, type Wire } from './wire.ts'

/** Events of a replay that are made whole, and handed to the wire, in one go. */
const CHUNK = 200

/** The log, read to catch up. */
export interface Past<Entry> {
  /** How far back of a cursor it reads: what was heard within that time, a client must say. */
  readonly settleMs: number
  /** What this user may hear just now. */
  logsOf(user: UserId): Promise<readonly Log[]>
  missed(user: UserId, cursor: string | undefined, heard: Heard): Promise<Missed<Entry>>
  tell(entries: readonly Entry[]): Promise<readonly Recorded[]>
}
export type Heard = ReadonlyMap<string, number>
type Missed<Entry> = Moment &
  (
    | { readonly reset: string }
    | {
        readonly entries: readonly Entry[]
        readonly positions: Map<Log, number>
        readonly recent: Map<Log, number>
      }
  )
/** A time of the store's clock, in ms, and its cursor. */
export type Moment = { readonly at: number; readonly cursor: Cursor }

/** From where a wire is live: with the moment, the last seq of each log that moved around it. */
export type Live = Moment & { readonly heard: ReadonlyMap<Log, number> }

/** From where a client comes back: its cursor, and the last seq heard of each log. */
export type Since = { readonly cursor: string | undefined; readonly heard: Heard }

/**
 * Joins a wire to the hub without a hole. Replays what was missed, as fast as the wire takes it;
 * then, in one turn of the event loop, sends what came meanwhile and goes live. Answers from where
 * it is live, or why nothing could be replayed. Refuses a cursor that is not ours.
 */
export async function listen<Entry>(
  hub: Hub,
  past: Past<Entry>,
  wire: Wire,
  since: Since,
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
      if ('reset' in missed) return missed
      if (!(await hub.follow(opening, missed.positions.keys()))) continue
      for (let i = 0; i < missed.entries.length && !wire.closed; i += CHUNK) {
        for (const event of await past.tell(missed.entries.slice(i, i + CHUNK))) {
          heard.set(event.log, event.seq)
          hand(wire, encode(event))
          if (wire.full) await wire.drained()
        }
      }
      if (wire.closed) return { ...missed, heard: missed.recent }
      await hub.reach(missed.positions)
      const tail = hub.settle(wire, opening, missed.positions, evictions)
      if (tail !== undefined) return live(missed, tail)
      // It took longer than the hub remembers: read again, from here.
      cursor = missed.cursor
      for (const [log, seq] of missed.positions) heard.set(log, seq)
    }
  } finally {
    hub.abandon(opening)
  }
}

type Snapshot = Moment & { readonly recent: ReadonlyMap<Log, number> }

function live(snapshot: Snapshot, tail: readonly Encoded[]): Live {
  const heard = new Map(snapshot.recent)
  for (const { log, seq } of tail) heard.set(log, seq)
  const last = tail.at(-1)
  const { at, cursor } = last !== undefined && last.at > snapshot.at ? last : snapshot
  return { at, cursor, heard }
}
