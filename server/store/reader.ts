import type {
  Member,
  Message,
  MyRoom,
  Role,
  Room,
  RoomType,
  User,
  UserKind,
} from '../../protocol/entities.ts'
import type { Cursor, MessageId, RoomId, UserId } from '../../protocol/ids.ts'
import type { Activity, Page, Reader, Standing } from '../domain/ports.ts'
import * as queries from './queries.ts'
import { toMember, toMessage, toRoom, toUser } from './rows.ts'
import type { Run } from './statement.ts'

/** The same for every database: each answer is a query and the shape of its rows. */
export class SqlReader implements Reader {
  protected readonly run: Run
  readonly #cursor: () => Cursor

  constructor(run: Run, cursor: () => Cursor) {
    this.run = run
    this.#cursor = cursor
  }

  async cursor(): Promise<Cursor> {
    return this.#cursor()
  }

  async user(id: UserId): Promise<User | undefined> {
    const row = await this.run.first(queries.user, { id })
    return row && toUser(row)
  }

  async room(room: RoomId): Promise<Room | undefined> {
    const row = await this.run.first(queries.room, { room })
    return row?.deleted_at === null ? toRoom(row) : undefined
  }

  async roomByKey(key: string): Promise<Room | undefined> {
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
      }
    )
  }

  async member(room: RoomId, user: UserId): Promise<Member | undefined> {
    const row = await this.run.first(queries.member, { room, user })
    return row?.left_seq === null ? toMember(row) : undefined
  }

  async members(room: RoomId, after: string, limit: number): Promise<readonly Member[]> {
    return (await this.run.all(queries.members, { room, after, limit })).map(toMember)
  }

  async membersOfKind(room: RoomId, kind: UserKind): Promise<readonly UserId[]> {
    return (await this.run.all(queries.membersOfKind, { room, kind })).map((row) => row.user)
  }

  async countRole(room: RoomId, role: Role): Promise<number> {
    return (await this.run.first(queries.countRole, { room, role }))?.n ?? 0
  }

  async countMembers(room: RoomId): Promise<number> {
    return (await this.run.first(queries.countMembers, { room }))?.n ?? 0
  }

  async countRooms(user: UserId): Promise<number> {
    return (await this.run.first(queries.countRooms, { user }))?.n ?? 0
  }

  async roomsOf(user: UserId): Promise<readonly MyRoom[]> {
    const rooms: MyRoom[] = []
    for (const row of await this.run.all(queries.roomsOf, { user })) {
      const last = row.last && (await this.#messageBySeq(row.id, row.last))
      rooms.push({
        ...toRoom(row),
        role: row.role,
        readSeq: row.read_seq,
        unread: row.unread ?? 0,
        ...(last && { lastMessage: last }),
      })
    }
    return rooms
  }

  async openRooms(type: RoomType, limit: number): Promise<readonly Room[]> {
    return (await this.run.all(queries.openRooms, { type, limit })).map(toRoom)
  }

  async message(room: RoomId, id: MessageId): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageById, { room, id })
    return row && toMessage(row)
  }

  async messageByClientId(
    room: RoomId,
    sender: UserId,
    clientId: string,
  ): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageByClientId, { room, sender, clientId })
    return row && toMessage(row)
  }

  /** Oldest first. `around` is half before, the rest from there on. */
  async messages(room: RoomId, page: Page): Promise<readonly Message[]> {
    const { limit, before, after, around } = page
    if (after !== undefined) return this.#after(room, after, limit)
    if (around === undefined) return this.#before(room, before ?? Number.MAX_SAFE_INTEGER, limit)
    const older = Math.floor(limit / 2)
    return [
      ...(await this.#before(room, around, older)),
      ...(await this.#after(room, around - 1, limit - older)),
    ]
  }

  async activity(room: RoomId, limit: number): Promise<readonly Activity[]> {
    const rows = await this.run.all(queries.activity, { log: room, limit })
    return rows
      .map(({ type, name, text }) => ({
        type: type as Activity['type'],
        name,
        text: text ?? undefined,
      }))
      .reverse()
  }

  async unread(room: RoomId, user: UserId, readSeq: number): Promise<number> {
    return (await this.run.first(queries.unread, { room, user, seq: readSeq }))?.n ?? 0
  }

  async #messageBySeq(room: RoomId, seq: number): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageBySeq, { room, seq })
    return row && toMessage(row)
  }

  async #before(room: RoomId, seq: number, limit: number): Promise<readonly Message[]> {
    return (await this.run.all(queries.messagesBefore, { room, seq, limit }))
      .map(toMessage)
      .reverse()
  }

  async #after(room: RoomId, seq: number, limit: number): Promise<readonly Message[]> {
    return (await this.run.all(queries.messagesAfter, { room, seq, limit })).map(toMessage)
  }
}
