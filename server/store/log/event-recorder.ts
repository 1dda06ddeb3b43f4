import {
  type Cursor,
  type Log,
  membershipsOf,
  type RoomId,
  type UserId,
} from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import type { Whole } from '../../../protocol/whole.ts'
import * as queries from '../queries/queries.ts'
import type { Viewer } from '../tables/message-views.ts'
import { time } from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import { type Audience, withVersions } from './versions.ts'

/** All events of one commit have the same time, and so the same cursor. */
export type CommitTime = { readonly at: number; readonly cursor: Cursor }

/** The columns of an event's row that depend on its type. */
export type EventColumns = {
  readonly subject?: UserId
  readonly actor: UserId
  readonly ref?: number
  readonly detail?: string
}

export type Type = CommittedEvent['type']

/** The fields that belong to the type of an event. Every optional one is named, too: see `Whole`. */
export type EventPayload<T extends Type> = T extends Type
  ? Whole<
      Omit<
        Extract<CommittedEvent, { type: T }>,
        'type' | 'log' | 'seq' | 'cursor' | 'at' | 'versions'
      >
    >
  : never

export type NewEvent<T extends Type> = {
  readonly log: Log
  readonly columns: EventColumns
  readonly payload: EventPayload<T>
}

/** Writes the changes of one transaction, and collects the events to publish after its commit. */
export class EventRecorder {
  readonly recorded: CommittedEvent[] = []
  /** Whether a failure of the current write has to roll back the transaction. */
  hasWritten = false
  /** Whether a background job can be due after the commit. */
  hasAddedJobs = false
  readonly at: number
  readonly #cursor: Cursor
  readonly #run: Run
  readonly #lockedRooms = new Set<RoomId>()
  #lastLocked = ''
  #last: (() => Promise<void>)[] = []

  constructor(run: Run, { at, cursor }: CommitTime) {
    this.#run = run
    this.at = at
    this.#cursor = cursor
  }

  /** Begins the next write of the transaction: on SQLite, which has no row locks, writes share one. */
  beginWrite(): void {
    this.hasWritten = false
    this.#last = []
    this.#lockedRooms.clear()
    this.#lastLocked = ''
  }

  /** Writes something at the end of the write, when it has taken all of its other locks. */
  atEnd(work: () => Promise<void>): void {
    this.#last.push(work)
  }

  /** Ends the write. */
  async endWrite(): Promise<void> {
    for (const work of this.#last.splice(0)) await work()
  }

  async write<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    this.hasWritten = true
    return this.#run.first(query, args)
  }

  /** The same for many rows, which one statement can write. */
  async writeMany<A, R>(
    query: Query<A, R>,
    args: readonly A[],
  ): Promise<readonly (R | undefined)[]> {
    if (args.length > 0) this.hasWritten = true
    return this.#run.many(query, args)
  }

  /**
   * Locks the counters of rooms until the commit, and returns the rooms in the order of the locks. It is the same
   * on every node, which prevents deadlocks. So a transaction locks all of its rooms in one call, or the later
   * ones have higher ids. Anything else is a bug and throws.
   */
  async lockRooms(rooms: Iterable<RoomId>): Promise<readonly RoomId[]> {
    const sorted = [...new Set(rooms)].sort()
    const missing = sorted.filter((room) => !this.#lockedRooms.has(room))
    for (const room of missing) this.#addLock(room)
    const keys = missing.map((log) => ({ log }))
    if (keys.length > 0) await this.#run.many(queries.lockLog, keys)
    return sorted
  }

  /** The same for one room. It is a step that a batch of sends shares. */
  async lockRoom(room: RoomId): Promise<void> {
    if (this.#lockedRooms.has(room)) return
    this.#addLock(room)
    await this.#run.first(queries.lockLog, { log: room })
  }

  #addLock(room: RoomId): void {
    if (room < this.#lastLocked)
      throw new Error(
        `room ${room} is locked too late: lock all rooms of a transaction in one call`,
      )
    this.#lockedRooms.add(room)
    this.#lastLocked = room
  }

  /** Takes the next seq of a log. */
  async takeSeq(log: Log): Promise<number> {
    const row = await this.write(queries.takeSeq, { log, at: this.at })
    if (row === undefined) throw new Error(`no seq from ${log}`)
    return row.seq
  }

  /** Records an event at a seq that was taken: its row for replays, and its payload for live subscribers. */
  async recordAt<T extends Type>(
    log: Log,
    seq: number,
    type: T,
    columns: EventColumns,
    payload: EventPayload<T>,
  ): Promise<void> {
    await this.#insert(log, seq, type, columns, null)
    this.recorded.push(this.#event(log, seq, type, payload))
  }

  /** The same for an event that not all members of a room receive alike. */
  async recordVersions<T extends Type>(
    room: RoomId,
    seq: number,
    type: T,
    columns: EventColumns,
    { payloadFor, ...audience }: Audience & { payloadFor: (viewer: Viewer) => EventPayload<T> },
  ): Promise<void> {
    await this.#insert(room, seq, type, columns, audience.hidden)
    const staff = await this.#run.all(queries.seers, { room })
    const make = (viewer: Viewer) => this.#event(room, seq, type, payloadFor(viewer))
    const users = staff.map(({ user }) => user)
    this.recorded.push(withVersions(make, audience, users))
  }

  async #insert(
    log: Log,
    seq: number,
    type: Type,
    columns: EventColumns,
    hidden: number | null,
  ): Promise<void> {
    await this.write(queries.insertEvent, { ...this.#row(log, seq, type, columns), hidden })
  }

  #row(log: Log, seq: number, type: Type, columns: EventColumns) {
    const { subject = null, actor, ref = null, detail = null } = columns
    return { log, seq, at: this.at, type, subject, actor, ref, detail, hidden: null }
  }

  #event<T extends Type>(log: Log, seq: number, type: T, payload: EventPayload<T>): CommittedEvent {
    return {
      type,
      log,
      seq,
      cursor: this.#cursor,
      at: time(this.at),
      ...(payload as object),
    } as CommittedEvent
  }

  async record<T extends Type>(
    log: Log,
    type: T,
    columns: EventColumns,
    payload: EventPayload<T>,
  ): Promise<void> {
    await this.recordAt(log, await this.takeSeq(log), type, columns, payload)
  }

  /** Records events of one type in several logs. They are locked in the same order on every node, against deadlocks. */
  async recordMany<T extends Type>(type: T, entries: readonly NewEvent<T>[]): Promise<void> {
    const sorted = entries.toSorted((a, b) => (a.log < b.log ? -1 : 1))
    const { at } = this
    const keys = sorted.map(({ log }) => ({ log, at }))
    const seqs = await this.writeMany(queries.takeSeq, keys)
    const events = sorted.map((entry, i) => {
      const row = seqs[i]
      if (row === undefined) throw new Error(`no seq from ${entry.log}`)
      return { ...entry, seq: row.seq }
    })
    const rows = events.map(({ log, seq, columns }) => this.#row(log, seq, type, columns))
    await this.writeMany(queries.insertEvent, rows)
    for (const { log, seq, payload } of events)
      this.recorded.push(this.#event(log, seq, type, payload))
  }

  /** Subscribes every connection of the user to the room, from this seq on. */
  async beginMembership(user: UserId, room: RoomId, from: number): Promise<void> {
    const columns = { subject: user, actor: user, ref: from, detail: room }
    await this.record(membershipsOf(user), 'membership.began', columns, { user, room, from })
  }
}
