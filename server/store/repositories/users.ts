import type { User } from '../../../protocol/entities.ts'
import { logOf, type UserId } from '../../../protocol/ids.ts'
import type { UsersRead, UsersWrite } from '../../domain/ports.ts'
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

  async known(to: UserId, ids: readonly UserId[]): Promise<readonly User[]> {
    const keys = ids.map((id) => ({ id, to }))
    const rows = await this.run.many(queries.knownUser, keys)
    return rows.flatMap((row) => (row ? [toUser(row)] : []))
  }

  async namedAt(id: UserId): Promise<number | undefined> {
    return (await this.run.first(queries.user, { id }))?.named_at ?? undefined
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

  async create(
    { id, name, kind, info }: Pick<User, 'id' | 'name' | 'kind' | 'info'>,
    namedAt?: number,
  ): Promise<User> {
    const { at } = this.recorder
    const row = { id, name, kind, info: fromJson(info), created_at: at, named_at: namedAt ?? null }
    await this.recorder.write(queries.insertUser, row)
    return { id, name, kind, ...(info && { info }), createdAt: time(at) }
  }

  async update(user: User, change: Pick<User, 'name' | 'info'>, namedAt?: number): Promise<User> {
    const { info: _, ...rest } = user
    const after = { ...rest, name: change.name, ...(change.info && { info: change.info }) }
    const { id, name } = after
    const row = { id, name, info: fromJson(change.info), named_at: namedAt ?? null }
    await this.recorder.write(queries.updateUser, row)
    const own = { subject: id, actor: id }
    await this.recorder.record(logOf(id), 'user.updated', own, { user: after })
    for (const { room } of await this.run.all(queries.roomIdsOf, { user: id })) {
      const row = await this.run.first(queries.member, { room, user: id })
      if (row === undefined) throw new Error(`no member ${id} in ${room}`)
      const payload = { member: toMember(row), user: after, by: { id, name } }
      await this.recorder.record(room, 'member.updated', own, payload)
    }
    return after
  }

  async delete(user: User): Promise<void> {
    const { id } = user
    const { at } = this.recorder
    await this.recorder.write(queries.deleteUser, { id, at })
    const payload = { user: { ...user, deletedAt: time(at) } }
    await this.recorder.record(logOf(id), 'user.deleted', { subject: id, actor: id }, payload)
  }
}
