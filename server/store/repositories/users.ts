import type { ServerRole, User } from '../../../protocol/entities.ts'
import { logOf, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { foldHandle } from '../../../protocol/profile.ts'
import { allHandled } from '../../../protocol/whole.ts'
import type { NewUser, UserChange, UsersRead, UsersWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { fromJson, time, toMember, toUser } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

export class UsersReader implements UsersRead {
  constructor(protected readonly run: Run) {}

  async get(id: UserId): Promise<User | undefined> {
    const row = await this.run.first(queries.user, { id })
    return row && toUser(row)
  }

  async byHandle(handle: string): Promise<User | undefined> {
    const row = await this.run.first(queries.userByHandle, { key: foldHandle(handle) })
    return row && toUser(row)
  }

  async known(to: UserId, ids: readonly UserId[]): Promise<readonly User[]> {
    const keys = ids.map((id) => ({ id, to }))
    const rows = await this.run.many(queries.knownUser, keys)
    return rows.flatMap((row) => (row ? [toUser(row)] : []))
  }

  async countRole(role: Exclude<ServerRole, 'user'>): Promise<number> {
    return (await this.run.first(queries.countServerRole, { role }))?.count ?? 0
  }

  async namedAt(id: UserId): Promise<number | undefined> {
    return (await this.run.first(queries.user, { id }))?.named_at ?? undefined
  }

  async unusedGuests(after: string, before: number, limit: number): Promise<readonly UserId[]> {
    return (await this.run.all(queries.unusedGuests, { after, before, limit })).map(({ id }) => id)
  }

  async list(after: string, limit: number): Promise<readonly User[]> {
    return (await this.run.all(queries.users, { after, limit })).map(toUser)
  }
}

export class UsersWriter extends UsersReader implements UsersWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async lock(id: UserId): Promise<User | undefined> {
    await this.run.first(queries.lockUser, { id })
    return this.get(id)
  }

  async lockRoles(): Promise<void> {
    await this.run.first(queries.lockUser, { id: SYSTEM })
  }

  async create({ id, kind, ...settings }: NewUser, namedAt?: number): Promise<User> {
    const columns = { ...settingsColumns(settings), named_at: namedAt ?? null }
    const row = { id, kind, ...columns, created_at: this.recorder.at, deleted_at: null }
    await this.recorder.write(queries.insertUser, row)
    return toUser({ ...row, muted_until: null, banned_until: null, shadow_banned: null })
  }

  async update(user: User, change: UserChange, namedAt?: number): Promise<User> {
    const { id } = user
    const after = { ...user, ...change, role: toColumn(change.role) ?? undefined }
    const { name } = after
    const row = { id, ...settingsColumns(change), named_at: namedAt ?? null }
    await this.recorder.write(queries.updateUser, row)
    const own = { subject: id, actor: id }
    await this.recorder.record(logOf(id), 'user.updated', own, { user: after })
    const found = await this.run.all(queries.roomIdsOf, { user: id })
    const rooms = await this.recorder.lockRooms(found.map(({ room }) => room))
    const rows = await this.run.many(
      queries.member,
      rooms.map((room) => ({ room, user: id })),
    )
    const events = rooms.map((room, i) => {
      const row = rows[i]
      if (row === undefined) throw new Error(`no member ${id} in ${room}`)
      const payload = { member: toMember(row), user: after, by: { id, name } }
      return { log: room, columns: own, payload }
    })
    await this.recorder.recordMany('member.updated', events)
    return after
  }

  async delete(user: User): Promise<void> {
    const { id } = user
    const { at } = this.recorder
    for (const query of queries.ERASE_USER) await this.recorder.write(query, { id, user: id, at })
    const payload = { user: { ...user, deletedAt: time(at) } }
    await this.recorder.record(logOf(id), 'user.deleted', { subject: id, actor: id }, payload)
  }
}

/** The columns that users and the app can set. */
function settingsColumns({
  name,
  info,
  handle,
  locale,
  timeZone,
  role,
  ...rest
}: Omit<NewUser, 'id' | 'kind'>) {
  allHandled(rest)
  return {
    name,
    info: fromJson(info),
    handle: handle ?? null,
    handle_key: handle === undefined ? null : foldHandle(handle),
    locale: locale ?? null,
    time_zone: timeZone ?? null,
    role: toColumn(role),
  }
}

/** The role `user`, which almost everybody has, is stored as null. */
const toColumn = (role: ServerRole | undefined) =>
  role === undefined || role === 'user' ? null : role
