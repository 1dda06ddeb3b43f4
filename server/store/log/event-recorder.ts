import type { EventType } from '../../../protocol/events.ts'
import {
  type Cursor,
  type Log,
  membershipsOf,
  type RoomId,
  type UserId,
} from '../../../protocol/ids.ts'
import type { CommittedEvent, MembershipBegan } from '../../../protocol/memberships.ts'
import * as queries from '../queries/queries.ts'
import { time } from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'

/** All events of one commit have the same time, and so the same cursor. */
export type CommitTime = { readonly at: number; readonly cursor: Cursor }

/** The columns of an event's row that depend on its type. */
export type EventColumns = {
  readonly subject?: UserId
  readonly actor: UserId
  readonly ref?: number
  readonly detail?: string
}

type Type = EventType | MembershipBegan['type']

/** Writes the changes of one transaction, and collects the events to publish after its commit. */
export class EventRecorder {
  readonly recorded: CommittedEvent[] = []
  /** Whether a failure has to roll back the transaction. */
  hasWritten = false
  readonly at: number
  readonly #cursor: Cursor
  readonly #run: Run

  constructor(run: Run, { at, cursor }: CommitTime) {
    this.#run = run
    this.at = at
    this.#cursor = cursor
  }

  async write<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    this.hasWritten = true
    return this.#run.first(query, args)
  }

  /** Takes the next seq of a log. */
  async takeSeq(log: Log): Promise<number> {
    const row = await this.write(queries.takeSeq, { log, at: this.at })
    if (row === undefined) throw new Error(`no seq from ${log}`)
    return row.seq
  }

  /** Records an event at a seq that was taken: its row for replays, and its payload for live subscribers. */
  async recordAt(
    log: Log,
    seq: number,
    type: Type,
    columns: EventColumns,
    payload: object,
  ): Promise<void> {
    const { at } = this
    const { subject = null, actor, ref = null, detail = null } = columns
    await this.write(queries.insertEvent, { log, seq, at, type, subject, actor, ref, detail })
    this.recorded.push({
      type,
      log,
      seq,
      cursor: this.#cursor,
      at: time(at),
      ...payload,
    } as CommittedEvent)
  }

  async record(log: Log, type: Type, columns: EventColumns, payload: object): Promise<void> {
    await this.recordAt(log, await this.takeSeq(log), type, columns, payload)
  }

  /** Subscribes every connection of the user to the room, from this seq on. */
  async beginMembership(user: UserId, room: RoomId, from: number): Promise<void> {
    const columns = { subject: user, actor: user, ref: from, detail: room }
    await this.record(membershipsOf(user), 'membership.began', columns, { user, room, from })
  }
}
