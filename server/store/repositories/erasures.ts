import type { Erasure } from '../../../protocol/entities.ts'
import { type ErasureId, newId, type RoomId, type UserId } from '../../../protocol/ids.ts'
import type { ErasuresRead, ErasuresWrite, PageOf, PageRequest } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toErasure } from '../tables/rights-rows.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

/** Sorts after every id. */
const LAST = '~'

export class ErasuresReader implements ErasuresRead {
  constructor(protected readonly run: Run) {}

  async get(id: ErasureId): Promise<Erasure | undefined> {
    const row = await this.run.first(queries.erasure, { id })
    return row && toErasure(row)
  }

  async ofUser(user: UserId): Promise<Erasure | undefined> {
    const row = await this.run.first(queries.erasureOf, { user })
    return row && toErasure(row)
  }

  async list({ after, limit }: PageRequest): Promise<PageOf<Erasure>> {
    const rows = await this.run.all(queries.erasures, { before: after ?? LAST, limit: limit + 1 })
    return pageOf(rows, limit, rows.map(toErasure), ({ id }) => id)
  }

  async waiting(): Promise<readonly ErasureId[]> {
    return (await this.run.all(queries.waitingErasures, {})).map(({ id }) => id)
  }
}

export class ErasuresWriter extends ErasuresReader implements ErasuresWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create({
    user,
    messages,
    state,
    erased,
  }: Pick<Erasure, 'user' | 'messages' | 'state' | 'erased'>): Promise<Erasure> {
    const { at } = this.recorder
    const row = {
      id: newId<ErasureId>('ers', at),
      user,
      messages,
      state,
      erased: JSON.stringify(erased),
      created_at: at,
      finished_at: null,
    }
    await this.recorder.write(queries.insertErasure, row)
    return toErasure(row)
  }

  async update(erasure: Erasure): Promise<Erasure> {
    const { id, messages, state, erased } = erasure
    const finished_at = state === 'done' ? this.recorder.at : null
    const row = { id, messages, state, erased: JSON.stringify(erased), finished_at }
    await this.recorder.write(queries.updateErasure, row)
    const created_at = Date.parse(erasure.createdAt)
    return toErasure({ ...row, user: erasure.user, created_at })
  }

  async countRows(user: UserId): Promise<Erasure['erased']> {
    const rows = await this.run.all(queries.rowsOfUser, { user })
    return rows
      .map(({ name, count }) => ({ table: name, count: Number(count) }))
      .filter(({ count }) => count > 0)
  }

  async eraseTrash(room: RoomId, sender: UserId, after: number, until: number): Promise<void> {
    await this.recorder.write(queries.eraseTrashOfSender, { room, sender, after, until })
  }
}
