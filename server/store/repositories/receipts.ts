import type { Preferences, ReadReceipt, Sender } from '../../../protocol/entities.ts'
import { logOf, type RoomId, type UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { Pointers, ReceiptsRead, ReceiptsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { time, toPreferences, unreadSince } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

export class ReceiptsReader implements ReceiptsRead {
  constructor(protected readonly run: Run) {}

  async pointers(room: RoomId, user: UserId): Promise<Pointers | undefined> {
    const row = await this.run.first(queries.member, { room, user })
    return (
      row && {
        readSeq: row.read_seq,
        shownSeq: row.shown_seq,
        deliveredSeq: row.delivered_seq,
        unreadFrom: row.unread_from ?? undefined,
        preferences: toPreferences(row),
      }
    )
  }

  async countUnread(room: RoomId, user: UserId, seq: number): Promise<number> {
    return (await this.run.first(queries.unread, { room, user, seq }))?.count ?? 0
  }

  async behind(user: UserId): Promise<readonly RoomId[]> {
    const rows = await this.run.all(queries.roomsBehind, { user })
    const since = rows.map((row) => unreadSince(row, user))
    const unread = await this.run.many(queries.unread, since)
    return rows
      .filter((row, i) => row.unread_from !== null || (unread[i]?.count ?? 0) > 0)
      .map(({ id }) => id)
  }

  async seen(
    room: RoomId,
    seq: number,
    sender: UserId,
    after: string,
    limit: number,
  ): Promise<readonly ReadReceipt[]> {
    const rows = await this.run.all(queries.seen, { room, seq, sender, after, limit })
    return rows.map(
      ({ user, name, at }): Whole<ReadReceipt> => ({
        user: { id: user, name },
        at: time(at ?? 0),
      }),
    )
  }
}

export class ReceiptsWriter extends ReceiptsReader implements ReceiptsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async setRead(
    room: RoomId,
    user: Sender,
    seq: number,
    { readSeq, shownSeq, unreadFrom, preferences }: Pointers,
    isPublic: boolean,
  ): Promise<void> {
    const { at } = this.recorder
    const isShown = isPublic && seq > shownSeq
    const shown = isShown ? seq : shownSeq
    const log = isShown ? room : logOf(user.id)
    const taken = isShown || seq > readSeq ? await this.recorder.takeSeq(log) : undefined
    await Promise.all([
      this.recorder.write(queries.setRead, { room, user: user.id, seq, shown }),
      isShown && this.recorder.write(queries.insertRead, { room, user: user.id, seq, at }),
    ])
    if (taken !== undefined) {
      const columns = { subject: user.id, actor: user.id, ref: seq, detail: room }
      const payload = { room, user, readSeq: seq }
      await this.recorder.recordAt(log, taken, 'receipt.read', columns, payload)
    }
    // Reading removes the unread mark, which only the user's own devices show.
    if (unreadFrom !== undefined) await this.#preferences(room, user.id, preferences)
  }

  async setUnreadFrom(
    room: RoomId,
    user: UserId,
    seq: number,
    preferences: Preferences,
  ): Promise<void> {
    await this.recorder.write(queries.setUnreadFrom, { room, user, seq })
    await this.#preferences(room, user, preferences, seq)
  }

  async setDelivered(room: RoomId, user: Sender, seq: number): Promise<void> {
    await this.recorder.write(queries.setDelivered, { room, user: user.id, seq })
    const columns = { subject: user.id, actor: user.id, ref: seq, detail: room }
    const payload = { room, user, deliveredSeq: seq }
    await this.recorder.record(room, 'receipt.delivered', columns, payload)
  }

  async #preferences(
    room: RoomId,
    user: UserId,
    preferences: Preferences,
    unreadFrom?: number,
  ): Promise<void> {
    const columns = { subject: user, actor: user, detail: room }
    const payload = { room, preferences, unreadFrom }
    await this.recorder.record(logOf(user), 'preferences.updated', columns, payload)
  }
}
