import type { MyRoom, Room, RoomType, Sender } from '../../../protocol/entities.ts'
import { newId, type RoomId, type UserId } from '../../../protocol/ids.ts'
import { allHandled, type Whole } from '../../../protocol/whole.ts'
import type {
  Activity,
  NewRoom,
  PageOf,
  PageRequest,
  RoomChange,
  RoomsRead,
  RoomsWrite,
  Standing,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { numberOf } from '../search/tokens.ts'
import { FOREVER } from '../tables/moderation-rows.ts'
import { fromJson, time, toRoom } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { CROSSING, type ListRange, type MovingList, movingPage } from './moving-list.ts'
import { type MyRow, myRooms } from './my-rooms.ts'
import { pageOf } from './paging.ts'

export class RoomsReader implements RoomsRead {
  constructor(
    protected readonly run: Run,
    private readonly now: number,
  ) {}

  async get(room: RoomId): Promise<Room | undefined> {
    const row = await this.run.first(queries.room, { room })
    return row?.deleted_at === null ? toRoom(row) : undefined
  }

  async byKey(key: string): Promise<Room | undefined> {
    const row = await this.run.first(queries.roomByKey, { key })
    return row && toRoom(row)
  }

  async standing(room: RoomId, user: UserId): Promise<Standing | undefined> {
    const row = await this.run.first(queries.standing, { room, user })
    return (
      row && {
        room: toRoom(row),
        me: { id: row.user_id, name: row.user_name },
        role: row.role ?? undefined,
        serverRole: row.server_role ?? 'user',
        from: row.only_joined === 1 ? (row.joined_seq ?? Number.MAX_SAFE_INTEGER) : 1,
        joinedSeq: row.joined_seq ?? 0,
        muted: mutedUntil(Math.max(row.muted_until ?? 0, row.user_muted_until ?? 0), this.now),
        // @planted block
        isHidden: (row.shadow_banned ?? 0) > this.now || row.blocked === 1,
        sentAt: row.sent_at ?? 0,
        wordsVersion: row.words_version ?? undefined,
      }
    )
  }

  async of(
    user: UserId,
    request: PageRequest & { readonly hidden?: boolean | undefined },
    committedUntil: number,
  ): Promise<PageOf<MyRoom>> {
    const all = request.hidden ? 1 : 0
    const list: MovingList<MyRow> = {
      positionOf: ({ at, id }) => ({ at, id }),
      unmoved: (range) => this.#unmoved({ user, all, ...range }),
      moved: (since) => this.run.all(queries.roomsSince, { user, all, since }),
      activeUntil: (rows, until) => this.#activeUntil(rows, until),
    }
    const page = await movingPage(list, request, committedUntil)
    return { ...page, items: await myRooms(this.run, page.items, user) }
  }

  async #unmoved(range: ListRange & { user: UserId; all: number }): Promise<readonly MyRow[]> {
    if (this.run.shared === undefined) return this.run.all(queries.roomsOf, range)
    // The page is sorted again anyway, and SQLite takes as long to sort few rows as to read them.
    const rows = await this.run.all(queries.membershipsInAnyOrder, range)
    return rows.length < range.limit ? rows : this.run.all(queries.membershipsOf, range)
  }

  async #activeUntil(rows: readonly MyRow[], until: number): Promise<readonly number[]> {
    const ends = await this.run.many(
      queries.seqUntil,
      rows.map(({ id: log }) => ({ log, until })),
    )
    const around = rows.map(({ id: log }, i) => {
      const { seq = 0 } = ends[i] ?? {}
      return { log, from: seq - CROSSING, to: seq + CROSSING, until }
    })
    return (await this.run.many(queries.lastUntil, around)).map((row) => row?.at ?? 0)
  }

  async among(user: UserId, ids: readonly RoomId[]): Promise<readonly MyRoom[]> {
    const keys = ids.map((room) => ({ room, user }))
    const rows = await this.run.many(queries.roomOf, keys)
    const found = rows.filter((row) => row !== undefined)
    return myRooms(this.run, found, user)
  }

  async countOf(user: UserId, isOwn: boolean): Promise<number> {
    const query = isOwn ? queries.countOwnRooms : queries.countAddedRooms
    return (await this.run.first(query, { user }))?.count ?? 0
  }

  async open(type: RoomType, { after = '~', limit }: PageRequest): Promise<PageOf<Room>> {
    const rows = await this.run.all(queries.openRooms, { type, before: after, limit: limit + 1 })
    return pageOf(rows, limit, rows.slice(0, limit).map(toRoom), (row) => row.id)
  }

  async all({ after = '~', limit }: PageRequest): Promise<PageOf<Room>> {
    const rows = await this.run.all(queries.rooms, { before: after, limit: limit + 1 })
    return pageOf(rows, limit, rows.slice(0, limit).map(toRoom), (row) => row.id)
  }

  async idsOf(user: UserId, when: 'now' | 'ever'): Promise<readonly RoomId[]> {
    const query = when === 'now' ? queries.roomIdsOf : queries.everRoomIdsOf
    return (await this.run.all(query, { user })).map(({ room }) => room)
  }

  async unusedQuick(before: number, limit: number): Promise<readonly RoomId[]> {
    const rows = await this.run.all(queries.unusedQuickRooms, { before, limit })
    return rows.map(({ id }) => id)
  }

  async activity(room: RoomId, limit: number): Promise<readonly Activity[]> {
    const rows = await this.run.all(queries.activity, { log: room, limit })
    return rows
      .map(({ type, seq, at, id, name, text }) => ({
        type: type as Activity['type'],
        seq,
        at: time(at),
        user: id,
        name,
        text: text ?? undefined,
      }))
      .reverse()
  }
}

export class RoomsWriter extends RoomsReader implements RoomsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run, recorder.at)
  }

  /**
   * Locks the room's counter first. Everything that is read after that stays true until the commit, also while
   * other nodes write.
   */
  override async standing(room: RoomId, user: UserId): Promise<Standing | undefined> {
    await this.recorder.lockRoom(room)
    return super.standing(room, user)
  }

  lock(rooms: Iterable<RoomId>): Promise<readonly RoomId[]> {
    return this.recorder.lockRooms(rooms)
  }

  async create({ type, key, isQuick, ...settings }: NewRoom, by: Sender): Promise<Room> {
    const id = newId<RoomId>('room', this.recorder.at)
    const row = {
      ...settingsColumns(settings),
      id,
      type,
      key: key ?? null,
      created_at: this.recorder.at,
      archived_at: null,
      deleted_at: null,
      member_count: 0,
      quick: isQuick === true ? 1 : null,
    }
    await this.recorder.write(queries.insertRoom, row)
    const room = toRoom({ ...row, seq: 1 })
    await this.recorder.record(id, 'room.created', { actor: by.id }, { room, by })
    return room
  }

  async update(before: Room, { archived, ...change }: RoomChange, by: Sender): Promise<Room> {
    const { id, type, memberCount } = before
    const settings = { ...settingsOf(before), ...change }
    const features = { ...before.features, ...change.features }
    const since = before.archivedAt === undefined ? null : Date.parse(before.archivedAt)
    const row = {
      ...settingsColumns({ ...settings, features }),
      id,
      archived_at: archived === undefined ? since : archived ? (since ?? this.recorder.at) : null,
    }
    await this.recorder.write(queries.updateRoom, row)
    const seq = await this.recorder.takeSeq(id)
    const created_at = Date.parse(before.createdAt)
    const room = toRoom({ ...row, type, member_count: memberCount, created_at, seq })
    await this.recorder.recordAt(id, seq, 'room.updated', { actor: by.id }, { room, by })
    return room
  }

  async delete({ id: room }: Room, by: Sender): Promise<void> {
    const { at } = this.recorder
    const seq = await this.recorder.takeSeq(room)
    for (const query of queries.ERASE_ROOM) await this.recorder.write(query, { room, seq, at })
    await this.recorder.recordAt(room, seq, 'room.deleted', { actor: by.id }, { by })
  }

  async erase(room: RoomId, after: number, limit: number): Promise<number | undefined> {
    const at = (await this.run.first(queries.room, { room }))?.deleted_at
    if (at === null || at === undefined) throw new Error(`room ${room} is not deleted`)
    const messages = await this.run.all(queries.messagesToErase, { room, after, limit })
    const [first, last] = [messages.at(0), messages.at(-1)]
    if (first !== undefined && last !== undefined) {
      const range = { room, from: first.seq, to: last.seq, at }
      for (const query of queries.ERASE_ROOM_BY_SEQ) await this.recorder.write(query, range)
      const times = messages.map(({ created_at }) => created_at)
      const [since, until] = [Math.min(...times), Math.max(...times)]
      await this.run.search.removeRange({ ...range, room: numberOf(room), since, until })
      return last.seq
    }
    for (const stride of queries.ERASE_ROOM_IN_STRIDES)
      if ((await stride(this.run, { room, limit })) > 0) return after
    return undefined
  }
}

type Settings = Omit<RoomChange, 'archived'>

const settingsOf = (room: Room): Whole<Settings> => ({
  name: room.name,
  topic: room.topic,
  data: room.data,
  readOnly: room.readOnly,
  history: room.history,
  features: room.features,
  entry: room.entry,
  question: room.question,
  preview: room.preview,
  slowSeconds: room.slowSeconds,
  retentionSeconds: room.retentionSeconds,
})

function settingsColumns(settings: Settings) {
  const { name, topic, data, readOnly, history, features, ...others } = settings
  const { entry, question, preview, slowSeconds, retentionSeconds, ...rest } = others
  allHandled(rest)
  return {
    name: name ?? null,
    topic: topic === undefined || topic === '' ? null : topic,
    data: fromJson(data),
    features: fromJson(features),
    read_only: readOnly === true ? 1 : 0,
    only_joined: history === 'joined' ? 1 : 0,
    by_request: entry === 'request' ? 1 : 0,
    question: question === undefined || question === '' ? null : question,
    name_only: preview === 'name' ? 1 : 0,
    slow_seconds: slowSeconds === undefined || slowSeconds === 0 ? null : slowSeconds,
    keep_seconds: retentionSeconds || null,
  }
}

const mutedUntil = (until: number, now: number): Standing['muted'] =>
  until <= now ? undefined : until === FOREVER ? {} : { until: time(until) }
