import { firstIdAt } from '../../../protocol/ids.ts'
import type { Counts, StatisticsRead } from '../../domain/ports.ts'
import * as queries from '../queries/queries.ts'
import type { Run } from '../tables/statement.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export class StatisticsReader implements StatisticsRead {
  constructor(private readonly run: Run) {}

  async get(now: number): Promise<Counts> {
    const users = await this.run.all(queries.countUsers, {})
    const rooms = await this.run.all(queries.countAllRooms, {})
    const events = await this.run.first(queries.countEvents, {})
    const since = { id: firstIdAt('msg', now - DAY_MS) }
    const messages = await this.run.first(queries.countMessagesSince, since)
    const ofKind = new Map(users.map(({ kind, count }) => [kind, Number(count)]))
    const ofType = new Map(rooms.map(({ type, count }) => [type, Number(count)]))
    return {
      users: (kind) => ofKind.get(kind) ?? 0,
      rooms: (type) => ofType.get(type) ?? 0,
      memberships: rooms.reduce((sum, { members }) => sum + Number(members ?? 0), 0),
      events: Number(events?.count ?? 0),
      messagesOfDay: Number(messages?.count ?? 0),
    }
  }
}
