import type { Member, Message, Role, Room, Sender, User } from '../../protocol/entities.ts'
import type { Event, EventType } from '../../protocol/events.ts'
import {
  type Cursor,
  type Log,
  logOf,
  newId,
  type RoomId,
  type UserId,
} from '../../protocol/ids.ts'
import type { Caller, NewMessage, NewRoom, Standing, Tx } from '../domain/ports.ts'
import * as queries from './queries.ts'
import { SqlReader } from './reader.ts'
import { fromJson, time, toMember, toRoom, toUser } from './rows.ts'
import type { Run } from './statement.ts'

/** Everything that one commit holds has one time, and so one cursor. */
export type Moment = { readonly at: number; readonly cursor: Cursor }

/** The writes of one commit, and what is to be told once it is on disk. */
export class SqlTx extends SqlReader implements Tx {
  readonly recorded: Event[] = []
  /** Whether there is anything to undo. */
  dirty = false
  readonly #moment: Moment

  constructor(run: Run, moment: Moment) {
    super(run, () => moment.cursor)
    this.#moment = moment
  }

  /**
   * Whoever is about to write in a room first takes its counter's lock: what is read after that stays
   * true until the commit, also while other nodes write.
   */
  override async standing(room: RoomId, user: UserId): Promise<Standing | undefined> {
    await this.run.first(queries.lockLog, { log: room })
    return super.standing(room, user)
  }

  async createUser({
    id,
    name,
    kind,
    info,
  }: Pick<User, 'id' | 'name' | 'kind' | 'info'>): Promise<User> {
    this.dirty = true
    const { at } = this.#moment
    await this.run.first(queries.insertUser, {
      id,
      name,
      kind,
      info: fromJson(info),
      created_at: at,
    })
    return { id, name, kind, ...(info && { info }), createdAt: time(at) }
  }

  async updateUser(user: User, change: Pick<User, 'name' | 'info'>): Promise<User> {
    this.dirty = true
    const { info: _, ...rest } = user
    const after = { ...rest, name: change.name, ...(change.info && { info: change.info }) }
    const { id, name } = after
    await this.run.first(queries.updateUser, { id, name, info: fromJson(change.info) })
    await this.#record(logOf(id), 'user.updated', id, id, { user: after })
    if (name === user.name) return after
    for (const { room } of await this.run.all(queries.roomIdsOf, { user: id }))
      await this.#memberUpdated(room, id, { id, name })
    return after
  }

  async createRoom({ type, name, data, key }: NewRoom, by: Sender): Promise<Room> {
    this.dirty = true
    const id = newId<RoomId>('room')
    const row = { id, type, name: name ?? null, data: fromJson(data), created_at: this.#moment.at }
    await this.run.first(queries.insertRoom, { ...row, key: key ?? null, deleted_at: null })
    const room = toRoom({ ...row, seq: 1 })
    await this.#record(id, 'room.created', null, by.id, { room, by })
    return room
  }

  async updateRoom(
    room: Room,
    { name, data }: Pick<Room, 'name' | 'data'>,
    by: Sender,
  ): Promise<Room> {
    this.dirty = true
    const { name: _, data: __, ...rest } = room
    await this.run.first(queries.updateRoom, {
      id: room.id,
      name: name ?? null,
      data: fromJson(data),
    })
    const seq = await this.#takeSeq(room.id)
    const after = { ...rest, seq, ...(name && { name }), ...(data && { data }) }
    await this.#tell(room.id, seq, 'room.updated', null, by.id, { room: after, by })
    return after
  }

  async deleteRoom(room: Room, by: Sender): Promise<void> {
    this.dirty = true
    const { at } = this.#moment
    const seq = await this.#takeSeq(room.id)
    await this.run.first(queries.eraseRoom, { room: room.id, at })
    await this.run.first(queries.eraseMessages, { room: room.id, at })
    await this.run.first(queries.endMembers, { room: room.id, seq, at })
    await this.#tell(room.id, seq, 'room.deleted', null, by.id, { by })
  }

  async addMember(room: Room, { id, name, kind }: User, role: Role, by: Sender): Promise<Member> {
    this.dirty = true
    const { at } = this.#moment
    const fresh = { room: room.id, user: id, role, read_seq: 0, joined_at: at }
    await this.run.first(queries.putMember, { ...fresh, left_seq: null, left_at: null })
    // Who comes back keeps the read pointer, so the row is read again.
    const row = (await this.run.first(queries.member, { room: room.id, user: id })) ?? {
      ...fresh,
      left_seq: null,
      left_at: null,
      name,
      kind,
    }
    const member = toMember(row)
    const seq = await this.#takeSeq(room.id)
    const told = { member, room: { ...room, seq }, by }
    await this.#tell(room.id, seq, 'member.joined', id, by.id, told)
    return member
  }

  async updateRole(room: RoomId, user: UserId, role: Role, by: Sender): Promise<Member> {
    this.dirty = true
    await this.run.first(queries.updateRole, { room, user, role })
    return this.#memberUpdated(room, user, by)
  }

  async removeMember(room: RoomId, user: Sender, by: Sender): Promise<void> {
    this.dirty = true
    const seq = await this.#takeSeq(room)
    await this.run.first(queries.endMember, { room, user: user.id, seq, at: this.#moment.at })
    await this.#tell(room, seq, 'member.left', user.id, by.id, { user, by })
  }

  async createMessage({
    room,
    sender,
    text,
    data,
    replyTo,
    clientId,
  }: NewMessage): Promise<Message> {
    this.dirty = true
    const { at } = this.#moment
    const seq = await this.#takeSeq(room)
    const message: { -readonly [K in keyof Message]: Message[K] } = {
      id: newId('msg'),
      room,
      seq,
      sender,
      text,
      createdAt: time(at),
    }
    if (data !== undefined) message.data = data
    if (replyTo !== undefined) message.replyTo = replyTo
    if (clientId !== undefined) message.clientId = clientId
    await this.run.first(queries.insertMessage, {
      room,
      seq,
      id: message.id,
      sender: sender.id,
      text,
      data: fromJson(data),
      reply_to: replyTo ?? null,
      client_id: clientId ?? null,
      created_at: at,
      deleted_at: null,
    })
    await this.#tell(room, seq, 'message.created', null, sender.id, { message })
    return message
  }

  async setRead(room: RoomId, user: Sender, seq: number): Promise<void> {
    this.dirty = true
    await this.run.first(queries.setRead, { room, user: user.id, seq })
    await this.#record(room, 'receipt.read', user.id, user.id, { user, readSeq: seq })
  }

  async createTicket(ticket: string, { user, expiresAt }: Caller, until: number): Promise<void> {
    this.dirty = true
    const row = { ticket, user: user.id, token_until: expiresAt, until }
    await this.run.first(queries.insertTicket, row)
  }

  async takeTicket(ticket: string, now: number): Promise<Caller | undefined> {
    await this.run.first(queries.lockTicket, { ticket })
    const row = await this.run.first(queries.ticket, { ticket })
    this.dirty = true
    await this.run.first(queries.deleteTickets, { ticket, now })
    return row && row.until > now ? { user: toUser(row), expiresAt: row.token_until } : undefined
  }

  async #memberUpdated(room: RoomId, user: UserId, by: Sender): Promise<Member> {
    const row = await this.run.first(queries.member, { room, user })
    if (row === undefined) throw new Error(`no member ${user} in ${room}`)
    const member = toMember(row)
    await this.#record(room, 'member.updated', user, by.id, { member, by })
    return member
  }

  async #record(
    log: Log,
    type: EventType,
    subject: UserId | null,
    actor: UserId,
    told: object,
  ): Promise<void> {
    await this.#tell(log, await this.#takeSeq(log), type, subject, actor, told)
  }

  async #takeSeq(log: Log): Promise<number> {
    const row = await this.run.first(queries.takeSeq, { log, at: this.#moment.at })
    if (row === undefined) throw new Error(`no seq from ${log}`)
    return row.seq
  }

  /** The event's thin row, and the whole of it for those who listen now. */
  async #tell(
    log: Log,
    seq: number,
    type: EventType,
    subject: UserId | null,
    actor: UserId,
    told: object,
  ): Promise<void> {
    const { at, cursor } = this.#moment
    await this.run.first(queries.insertEvent, { log, seq, at, type, subject, actor })
    this.recorded.push({ type, log, seq, cursor, at: time(at), ...told } as Event)
  }
}
