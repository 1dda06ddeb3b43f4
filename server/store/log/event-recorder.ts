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

/** Everything that one commit holds has one time, and so one cursor. */
export type CommitTime = { readonly at: number; readonly cursor: Cursor }

/** The thin row of an event, less what every event has. */
export type EventColumns = {
  readonly subject?: UserId
  readonly actor: UserId
  readonly ref?: number
  readonly detail?: string
}

type Type = EventType | MembershipBegan['type']

/** What one job writes, and what is to be told of it once it is on disk. */
export class EventRecorder {
  readonly recorded: CommittedEvent[] = []
  /** Whether there is anything to undo. */
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

  /** The log's next seq. */
  async takeSeq(log: Log): Promise<number> {
    const row = await this.write(queries.takeSeq, { log, at: this.at })
    if (row === undefined) throw new Error(`no seq from ${log}`)
    return row.seq
  }

  /** An event at a seq that was taken: its thin row, and the whole of it for those who listen now. */
  async recordAt(
    log: Log,
    seq: number,
    type: Type,
    thin: EventColumns,
    told: object,
  ): Promise<void> {
    const { at } = this
    const { subject = null, actor, ref = null, detail = null } = thin
    await this.write(queries.insertEvent, { log, seq, at, type, subject, actor, ref, detail })
    this.recorded.push({
      type,
      log,
      seq,
      cursor: this.#cursor,
      at: time(at),
      ...told,
    } as CommittedEvent)
  }

  async record(log: Log, type: Type, thin: EventColumns, told: object): Promise<void> {
    await this.recordAt(log, await this.takeSeq(log), type, thin, told)
  }

  /** Wherever this user is connected, the room is received from this seq on. */
  async beginMembership(user: UserId, room: RoomId, from: number): Promise<void> {
    const thin = { subject: user, actor: user, ref: from, detail: room }
    await this.record(membershipsOf(user), 'membership.began', thin, { user, room, from })
  }
}
