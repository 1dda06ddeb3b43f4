import { byTime } from '../../../protocol/by-time.ts'
import {
  isGuestId,
  type Log,
  logOf,
  membershipsOf,
  RoomId,
  type SessionId,
  type UserId,
} from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import * as queries from '../queries/queries.ts'
import type { Run } from '../tables/statement.ts'
import type { EventRow } from '../tables/tables.ts'
import type { BackwardReader } from './backward-reader.ts'
import type { Cursors } from './cursor.ts'
import { hydrateEvents } from './hydrate-events.ts'

export type ReceivedSeqs = ReadonlyMap<string, number>

/**
 * `positions`: the last seq of every log that the user can receive from now on, and of the user's memberships.
 * `recent`: the last seq of the logs with an event within the last `commitWindowMs`, which a cursor of now
 * cannot distinguish from events that are committed late.
 */
export type Missed =
  | { readonly reset: string }
  | {
      readonly entries: readonly EventRow[]
      readonly positions: Map<Log, number>
      readonly recent: Map<Log, number>
    }

/** How far a replay goes back, and how long a transaction may last. */
type Window = { readonly replayMs: number; readonly commitWindowMs: number }

/**
 * The events that a user has missed since a time, in the order of time over all logs, without the `received`
 * ones (the last seq of each log). Commits may reach the disk out of the order of their times, so the search
 * begins `commitWindowMs` earlier, which is longer than any transaction of this database. Without `since`, no
 * event is missed.
 */
export async function missed(
  run: Run,
  logs: BackwardReader,
  user: UserId,
  since: number | undefined,
  received: ReceivedSeqs,
  now: number,
  { replayMs, commitWindowMs }: Window,
): Promise<Missed> {
  if (since !== undefined && since < now - replayMs) return { reset: 'too_old' }
  const from = since === undefined ? Number.MAX_SAFE_INTEGER : since - commitWindowMs
  const positions = new Map<Log, number>()
  const recent = new Map<Log, number>()
  const entries: EventRow[] = []

  // A room that the user has just left is in `recent`, with the seq of the leaving.
  const earliest = Math.min(from, now - commitWindowMs)
  const recentRooms = await run.all(queries.logsOf, { user, since: earliest })
  const leftEarlier = since === undefined ? [] : await leftBefore(run, user, recentRooms, received)
  const rooms = [...recentRooms, ...leftEarlier]
  const ownLogs = [{ log: logOf(user) }, { log: membershipsOf(user) }]
  const [own, memberships] = await run.many(queries.log, ownLogs)
  positions.set(membershipsOf(user), memberships?.seq ?? 0)
  for (const log of [...rooms, { left_seq: null, log: logOf(user), seq: 0, at: 0, ...own }]) {
    if (log.left_seq === null) {
      positions.set(log.log, log.seq)
      if (log.at >= now - commitWindowMs) recent.set(log.log, log.seq)
    } else {
      recent.set(log.log, log.left_seq)
    }
    const end = log.left_seq ?? log.seq
    const receivedSeq = since === undefined ? undefined : received.get(log.log)
    if (receivedSeq === undefined && log.at < from) continue
    const budget = LIMITS.resumeEvents - entries.length
    // If the received seq of a log is known, the times do not matter: a commit may have been late.
    const after =
      receivedSeq === undefined ? { from, received: 0 } : { from: 0, received: receivedSeq }
    const found = await logs.read(run, { log: log.log, end, ...after }, budget)
    if (found === undefined) return { reset: 'too_much' }
    // Events from before all replays are deleted at any time: the log of a replay has no gap.
    const isCut = receivedSeq !== undefined && found.length < end - receivedSeq
    if (isCut || (found[0]?.at ?? now) < now - replayMs - commitWindowMs)
      return { reset: 'too_old' }
    // @planted replay-membership
    entries.push(...receivable(found, user, log.left_seq === null))
  }
  return { entries: byTime(entries), positions, recent }
}

/** Refuses `user_deleted` and `banned`, and `session_ended` if the session was ended, or a guest has signed up. */
export async function requireOpen(
  run: Run,
  user: UserId,
  session: SessionId | undefined,
  now: number,
): Promise<void> {
  const row = await run.first(queries.user, { id: user })
  if (row !== undefined && row.deleted_at !== null) throw new Refusal('user_deleted')
  if ((row?.banned_until ?? 0) > now) throw new Refusal('banned')
  const isOpen =
    session === undefined
      ? !(isGuestId(user) && row?.kind === 'person')
      : (await run.first(queries.session, { id: session })) !== undefined
  if (!isOpen) throw new Refusal('session_ended')
}

/** Rooms that the user left before the searched time, but whose last events the client has not received. */
async function leftBefore(
  run: Run,
  user: UserId,
  rooms: readonly { readonly log: Log }[],
  received: ReceivedSeqs,
): Promise<{ log: Log; seq: number; at: number; left_seq: number }[]> {
  const known = new Set<string>(rooms.map(({ log }) => log))
  const others = [...received.keys()].flatMap((log) => {
    const room = known.has(log) ? undefined : RoomId.safeParse(log).data
    return room === undefined ? [] : [{ room, user }]
  })
  const found = await run.many(queries.member, others)
  return found.flatMap((member) =>
    member === undefined || member.left_seq === null || member.left_at === null
      ? []
      : [{ log: member.room, seq: member.left_seq, at: member.left_at, left_seq: member.left_seq }],
  )
}

/**
 * Filters the events of a log, in their order, for those within the user's membership. The events themselves
 * contain when the membership began and ended.
 */
export function receivable<E extends MembershipColumns>(
  events: readonly E[],
  user: UserId,
  isMember: boolean,
): readonly E[] {
  const first = events.find((event) => joins(event, user) || ends(event, user))
  if (first === undefined) return isMember ? events : []
  let isReceiving = ends(first, user)
  return events.filter((event) => {
    if (joins(event, user)) isReceiving = true
    const isReceived = isReceiving
    if (ends(event, user)) isReceiving = false
    return isReceived
  })
}

type MembershipColumns = Pick<EventRow, 'type' | 'subject'>

const joins = ({ type, subject }: MembershipColumns, user: UserId): boolean =>
  type === 'member.joined' && subject === user

const ends = ({ type, subject }: MembershipColumns, user: UserId): boolean =>
  type === 'room.deleted' || (type === 'member.left' && subject === user)

/** Reads the events of a log between two seqs, to fill a gap in what the hub received. */
export async function between(
  run: Run,
  cursors: Cursors,
  log: Log,
  from: number,
  to: number,
): Promise<CommittedEvent[]> {
  const limit = to - from + 1
  const rows = await run.all(queries.eventsBack, { log, after: from - 1, seq: to, limit })
  return hydrateEvents(run, cursors, [...rows].reverse())
}
