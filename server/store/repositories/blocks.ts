import type { Block } from '../../../protocol/entities.ts'
import { logOf, type RoomId, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { BlocksRead, BlocksWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toBlock } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

export class BlocksReader implements BlocksRead {
  constructor(protected readonly run: Run) {}

  async list(user: UserId): Promise<readonly Block[]> {
    return (await this.run.all(queries.blocksOf, { user })).map(toBlock)
  }

  async count(user: UserId): Promise<number> {
    return (await this.run.first(queries.countBlocks, { user }))?.count ?? 0
  }

  async get(user: UserId, other: UserId): Promise<Block | undefined> {
    const row = await this.run.first(queries.block, { user, blocked: other })
    return row && toBlock(row)
  }

  async blockersIn(room: RoomId, user: UserId): Promise<readonly UserId[]> {
    return (await this.run.all(queries.blockersIn, { room, user })).map((row) => row.user)
  }

  async blockedIn(room: RoomId, user: UserId): Promise<readonly UserId[]> {
    return (await this.run.all(queries.blockedIn, { room, user })).map((row) => row.blocked)
  }

  async blockersAround(user: UserId): Promise<readonly UserId[]> {
    const args = { user, members: LIMITS.liveMembers }
    return (await this.run.all(queries.blockersAround, args)).map((row) => row.user)
  }

  async has(user: UserId, other: UserId): Promise<boolean> {
    return (await this.get(user, other)) !== undefined
  }
}

export class BlocksWriter extends BlocksReader implements BlocksWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(user: UserId, other: UserId, dm: RoomId | undefined): Promise<Block> {
    const row = { user, blocked: other, at: this.recorder.at }
    await this.recorder.write(queries.insertBlock, row)
    await this.#mark(dm, other, 1)
    const columns = { actor: user, detail: other }
    const block = toBlock(row)
    await this.recorder.record(logOf(user), 'block.created', columns, { block })
    return block
  }

  async delete(user: UserId, other: UserId, dm: RoomId | undefined): Promise<void> {
    await this.recorder.write(queries.deleteBlock, { user, blocked: other })
    await this.#mark(dm, other, null)
    const columns = { actor: user, detail: other }
    await this.recorder.record(logOf(user), 'block.deleted', columns, { user: other })
  }

  async applyTo(dm: RoomId, users: readonly UserId[]): Promise<void> {
    for (const user of users)
      for (const other of users)
        if (user !== other && (await this.has(user, other))) await this.#mark(dm, other, 1)
  }

  async #mark(dm: RoomId | undefined, user: UserId, blocked: number | null): Promise<void> {
    if (dm !== undefined)
      await this.recorder.write(queries.markBlocked, { room: dm, user, blocked })
  }
}
