import type { Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type {
  PresenceRead,
  PresenceRoom,
  PresenceSetting,
  PresenceWrite,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { featuresOf } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import type { PresenceRow } from '../tables/tables.ts'

/** All null where a member of a room has no row. */
type Columns = { readonly [K in Exclude<keyof PresenceRow, 'user'>]: PresenceRow[K] | null }

const toSetting = (row: Columns | undefined): PresenceSetting => ({
  state: row?.state ?? 'online',
  status: row?.status ?? undefined,
  lastSeenAt: row?.last_seen_at ?? undefined,
})

export class PresenceReader implements PresenceRead {
  constructor(protected readonly run: Run) {}

  async get(user: UserId): Promise<PresenceSetting> {
    return toSetting(await this.run.first(queries.presence, { user }))
  }

  async ofRoom(
    room: RoomId,
    limit: number,
  ): Promise<readonly (PresenceSetting & { readonly user: Sender })[]> {
    const rows = await this.run.all(queries.presenceOfRoom, { room, limit })
    return rows.map((row) => ({ user: { id: row.user, name: row.name }, ...toSetting(row) }))
  }

  async rooms(user: UserId): Promise<readonly PresenceRoom[]> {
    const rows = await this.run.all(queries.roomsOfPresence, { user })
    return rows.map((row) => ({
      id: row.id,
      features: featuresOf(row),
      memberCount: row.member_count,
    }))
  }
}

/** Presence is published as an ephemeral event, so nothing is recorded in a log. */
export class PresenceWriter extends PresenceReader implements PresenceWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  /** Locks the user, so that a read and the following write are one change. */
  override async get(user: UserId): Promise<PresenceSetting> {
    await this.run.first(queries.lockUser, { id: user })
    return super.get(user)
  }

  async set(user: UserId, { state, status, lastSeenAt }: PresenceSetting): Promise<void> {
    const row = { user, state, status: status ?? null, last_seen_at: lastSeenAt ?? null }
    await this.recorder.write(queries.putPresence, row)
  }
}
