import type {
  Member,
  Preferences,
  Role,
  Room,
  Sender,
  User,
  UserKind,
} from '../../../protocol/entities.ts'
import { logOf, type RoomId, type UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { MembersRead, MembersWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toMember, toUser } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

export class MembersReader implements MembersRead {
  constructor(protected readonly run: Run) {}

  async get(room: RoomId, user: UserId): Promise<Member | undefined> {
    const row = await this.run.first(queries.member, { room, user })
    return row?.left_seq === null ? toMember(row) : undefined
  }

  async list(room: RoomId, after: string, limit: number): Promise<readonly Member[]> {
    return (await this.run.all(queries.members, { room, after, limit })).map(toMember)
  }

  async ofKind(room: RoomId, kind: UserKind): Promise<readonly UserId[]> {
    return (await this.run.all(queries.membersOfKind, { room, kind })).map((row) => row.user)
  }

  async quickGuests(): Promise<readonly UserId[]> {
    return (await this.run.all(queries.quickGuests, {})).map((row) => row.user)
  }

  async ids(room: RoomId, limit: number): Promise<readonly { user: UserId; role: Role }[]> {
    return this.run.all(queries.memberIds, { room, limit })
  }

  async countRole(room: RoomId, role: Role): Promise<number> {
    return (await this.run.first(queries.countRole, { room, role }))?.count ?? 0
  }

  async roomsAmong(user: UserId, rooms: readonly RoomId[]): Promise<ReadonlySet<RoomId>> {
    const keys = rooms.map((room) => ({ room, user }))
    const rows = await this.run.many(queries.member, keys)
    return new Set(rooms.filter((_, i) => rows[i]?.left_seq === null))
  }

  async isKnown(room: RoomId, user: UserId): Promise<boolean> {
    return (await this.run.first(queries.member, { room, user })) !== undefined
  }

  async nextOwner(room: RoomId, except: UserId): Promise<UserId | undefined> {
    return (await this.run.first(queries.nextOwner, { room, except }))?.user
  }
}

export class MembersWriter extends MembersReader implements MembersWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async add(
    room: Room,
    { id }: User,
    role: Role,
    by: Sender,
    isOwn = by.id === id,
  ): Promise<Member> {
    // Another node may be deleting the user: the lock puts the deletion before or after this join.
    const locked = await this.run.first(queries.lockUser, { id })
    if (locked !== undefined && locked.deleted_at !== null) throw new Refusal('user_deleted')
    const { at } = this.recorder
    const seq = await this.recorder.takeSeq(room.id)
    const start = { read_seq: 0, shown_seq: 0, delivered_seq: 0 }
    const row = { room: room.id, user: id, role, joined_at: at, joined_seq: seq, ...start }
    const rest = { left_seq: null, left_at: null, added: isOwn ? null : 1 }
    await this.recorder.write(queries.putMember, { ...row, ...rest })
    await this.#count(room.id, room.memberCount + 1)
    // A member who joins again keeps the read pointer, so the row is read back.
    const member = await this.#member(room.id, id)
    const payload = { member, room: { ...room, memberCount: room.memberCount + 1, seq }, by }
    await this.recorder.recordAt(
      room.id,
      seq,
      'member.joined',
      { subject: id, actor: by.id },
      payload,
    )
    await this.recorder.beginMembership(id, room.id, seq)
    return member
  }

  async setSent(room: RoomId, user: UserId, seq: number, until: number): Promise<boolean> {
    await this.recorder.write(queries.setSent, { room, user, seq, until, at: this.recorder.at })
    return (await this.run.first(queries.sentSeq, { room, user }))?.sent_seq === seq
  }

  async updateRole(room: RoomId, user: UserId, role: Role, by: Sender): Promise<Member> {
    await this.recorder.write(queries.updateRole, { room, user, role })
    const member = await this.#member(room, user)
    const row = await this.run.first(queries.user, { id: user })
    if (row === undefined) throw new Error(`no user ${user}`)
    const columns = { subject: user, actor: by.id }
    await this.recorder.record(room, 'member.updated', columns, { member, user: toUser(row), by })
    return member
  }

  async remove({ id: room, memberCount: before }: Room, user: Sender, by: Sender): Promise<void> {
    const seq = await this.recorder.takeSeq(room)
    await this.recorder.write(queries.endMember, { room, user: user.id, seq, at: this.recorder.at })
    const memberCount = before - 1
    await this.#count(room, memberCount)
    // A replay after leaving must not contain the later state of the room, so the event stores the count.
    const columns = { subject: user.id, actor: by.id, ref: memberCount }
    await this.recorder.recordAt(room, seq, 'member.left', columns, { user, by, memberCount })
  }

  async setPreferences(room: RoomId, user: UserId, preferences: Preferences): Promise<void> {
    const { hiddenSeq, ...rest } = preferences
    await this.recorder.write(queries.setPreferences, {
      room,
      user,
      preferences: JSON.stringify(rest),
      hidden_seq: hiddenSeq ?? null,
    })
    const row = await this.run.first(queries.member, { room, user })
    const columns = { subject: user, actor: user, detail: room }
    const payload = { room, preferences, unreadFrom: row?.unread_from ?? undefined }
    await this.recorder.record(logOf(user), 'preferences.updated', columns, payload)
  }

  async #count(room: RoomId, count: number): Promise<void> {
    await this.recorder.write(queries.setMemberCount, { room, count })
  }

  async #member(room: RoomId, user: UserId): Promise<Member> {
    const row = await this.run.first(queries.member, { room, user })
    if (row === undefined) throw new Error(`no member ${user} in ${room}`)
    return toMember(row)
  }
}
