import type { Preferences, ReadReceipt, Sender } from '../../../protocol/entities.ts'
import { logOf, type RoomId, type UserId } from '../../../protocol/ids.ts'
import type { Pointers, ReceiptsRead, ReceiptsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { time, toPreferences, unreadPlace } from '../tables/rows.ts'
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
        preferences: toPreferences(row.preferences),
      }
    )
  }

  async countUnread(room: RoomId, user: UserId, seq: number): Promise<number> {
    return (await this.run.first(queries.unread, { room, user, seq }))?.count ?? 0
  }

  async behind(user: UserId): Promise<readonly RoomId[]> {
    const rows = await this.run.all(queries.roomsBehind, { user })
    const places = rows.map((row) => unreadPlace(row, user))
    const unread = await this.run.many(queries.unread, places)
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
    return rows.map(({ user, name, at }) => ({ user: { id: user, name }, at: time(at ?? 0) }))
  }
}

export class ReceiptsWriter extends ReceiptsReader implements ReceiptsWrite {
  constructor(
    run: Run,
    private readonly writing: EventRecorder,
  ) {
    super(run)
  }

  async setRead(
    room: RoomId,
    user: Sender,
    seq: number,
    { readSeq, shownSeq, unreadFrom, preferences }: Pointers,
    tells: boolean,
  ): Promise<void> {
    const { at } = this.writing
    const isShown = tells && seq > shownSeq
    const shown = isShown ? seq : shownSeq
    await this.writing.write(queries.setRead, { room, user: user.id, seq, shown })
    if (isShown) await this.writing.write(queries.insertRead, { room, user: user.id, seq, at })
    if (isShown || seq > readSeq)
      await this.#tell(room, user, 'receipt.read', seq, { readSeq: seq }, isShown)
    // The mark is gone with it, which is nobody else's affair.
    if (unreadFrom !== undefined) await this.#preferences(room, user.id, preferences)
  }

  async setUnreadFrom(
    room: RoomId,
    user: UserId,
    seq: number,
    preferences: Preferences,
  ): Promise<void> {
    await this.writing.write(queries.setUnreadFrom, { room, user, seq })
    await this.#preferences(room, user, preferences, seq)
  }

  async setDelivered(room: RoomId, user: Sender, seq: number): Promise<void> {
    await this.writing.write(queries.setDelivered, { room, user: user.id, seq })
    await this.#tell(room, user, 'receipt.delivered', seq, { deliveredSeq: seq }, true)
  }

  async #tell(
    room: RoomId,
    user: Sender,
    type: 'receipt.read' | 'receipt.delivered',
    seq: number,
    pointer: object,
    tells: boolean,
  ): Promise<void> {
    const thin = { subject: user.id, actor: user.id, ref: seq, detail: room }
    const log = tells ? room : logOf(user.id)
    await this.writing.record(log, type, thin, { room, user, ...pointer })
  }

  async #preferences(
    room: RoomId,
    user: UserId,
    preferences: Preferences,
    unreadFrom?: number,
  ): Promise<void> {
    const thin = { subject: user, actor: user, detail: room }
    const told = { room, preferences, ...(unreadFrom && { unreadFrom }) }
    await this.writing.record(logOf(user), 'preferences.updated', thin, told)
  }
}
