import type { Link, LinkPurpose } from '../../../protocol/entities.ts'
import { type LinkId, newId, type UserId } from '../../../protocol/ids.ts'
import type { LinksRead, LinksWrite, NewLink, StoredLink } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { LinkRow } from '../tables/account-tables.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { hashOf } from './hash.ts'

const toLink = (row: LinkRow): Link => ({
  id: row.id,
  purpose: row.purpose,
  ...(row.user !== null && { user: row.user }),
  createdAt: time(row.created_at),
  expiresAt: time(row.until),
})

export class LinksReader implements LinksRead {
  constructor(
    protected readonly run: Run,
    private readonly now: number,
  ) {}

  async list(): Promise<readonly Link[]> {
    return (await this.run.all(queries.openLinks, { now: this.now })).map(toLink)
  }

  async count(): Promise<number> {
    return (await this.run.first(queries.countLinks, { now: this.now }))?.links ?? 0
  }

  async get(id: LinkId): Promise<Link | undefined> {
    const row = await this.run.first(queries.link, { id })
    return row && toLink(row)
  }

  async byCode(code: string): Promise<StoredLink | undefined> {
    const row = await this.run.first(queries.linkByCode, { code: hashOf(code) })
    if (row === undefined || row.until <= this.now) return undefined
    return { ...toLink(row), email: row.email ?? undefined }
  }
}

/** Links concern administrators only, so no event is recorded. */
export class LinksWriter extends LinksReader implements LinksWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run, recorder.at)
  }

  async create(code: string, { purpose, user, until, email }: NewLink): Promise<Link> {
    const { at } = this.recorder
    const id = newId<LinkId>('link', at)
    const row = {
      id,
      code: hashOf(code),
      purpose,
      user: user ?? null,
      created_at: at,
      until,
      email: email ?? null,
    }
    await this.recorder.write(queries.insertLink, row)
    return toLink(row)
  }

  async take(code: string): Promise<StoredLink | undefined> {
    await this.run.first(queries.lockLink, { code: hashOf(code) })
    const link = await this.byCode(code)
    if (link !== undefined) await this.delete(link.id)
    return link
  }

  async delete(id: LinkId): Promise<void> {
    await this.recorder.write(queries.deleteLink, { id })
  }

  async deleteMailed(user: UserId, purposes: readonly LinkPurpose[]): Promise<void> {
    for (const purpose of purposes)
      await this.recorder.write(queries.deleteMailedLinks, { user, purpose })
  }

  async deleteExpired(limit: number): Promise<boolean> {
    const now = this.recorder.at
    const last = await this.run.first(queries.expiredLink, { now, skipped: limit - 1 })
    await this.recorder.write(queries.deleteLinksUntil, { until: last?.until ?? now })
    return last !== undefined
  }

  async deleteForAdministrator(): Promise<void> {
    const purpose = 'administrator'
    await this.run.first(queries.lockLinks, { purpose })
    await this.recorder.write(queries.deleteLinksOfPurpose, { purpose })
  }
}
