import type { Sanction, SanctionKind, Sender } from '../../../protocol/entities.ts'
import { logOf, newId, type RoomId, type SanctionId, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type {
  NewSanction,
  PageOf,
  PageRequest,
  SanctionFilter,
  SanctionsRead,
  SanctionsWrite,
  ServerBan,
} from '../../domain/ports.ts'
import type { EventPayload, EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { FOREVER, toSanction } from '../tables/moderation-rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

type Row = typeof queries.sanction extends Query<infer _, infer R> ? R : never
type Type = 'sanction.created' | 'sanction.updated' | 'sanction.ended'

export class SanctionsReader implements SanctionsRead {
  constructor(
    protected readonly run: Run,
    protected readonly now: number,
  ) {}

  async get(id: SanctionId): Promise<Sanction | undefined> {
    const row = await this.run.first(queries.sanction, { id })
    return row && toSanction(row)
  }

  async list({ place, user }: SanctionFilter, page: PageRequest): Promise<PageOf<Sanction>> {
    const position = this.#position(page)
    const rows = await this.#inForce(place, user, position)
    return this.#page(rows, page, (row) => toSanction(row))
  }

  async ofUser(user: UserId, page: PageRequest): Promise<PageOf<Sanction>> {
    const position = { ...this.#position(page), user }
    const rows = await this.run.all(queries.sanctionsShownTo, position)
    return this.#page(rows, page, (row) => toSanction(row, true))
  }

  async on(
    user: UserId,
    kind: SanctionKind,
    room: RoomId | undefined,
  ): Promise<Sanction | undefined> {
    const place = room ?? 'server'
    const row = await this.run.first(queries.sanctionOn, { place, user, kind, at: this.now })
    return row && toSanction(row)
  }

  async serverBan(user: UserId): Promise<ServerBan | undefined> {
    const row = await this.run.first(queries.user, { id: user })
    const until = row?.banned_until ?? 0
    if (until <= this.now) return undefined
    return { until: until === FOREVER ? Number.POSITIVE_INFINITY : until }
  }

  async networks(): Promise<readonly Sanction[]> {
    const rows = await this.run.all(queries.bannedNetworks, { at: this.now })
    return rows.map((row) => toSanction(row))
  }

  #inForce(
    place: SanctionFilter['place'],
    user: UserId | undefined,
    position: { at: number; before: number; id: string; limit: number },
  ): Promise<readonly Row[]> {
    if (user === undefined)
      return place === undefined
        ? this.run.all(queries.sanctionsInForce, position)
        : this.run.all(queries.sanctionsIn, { ...position, place })
    if (place === undefined) return this.run.all(queries.sanctionsOfUser, { ...position, user })
    return this.run.all(queries.sanctionsOfUserIn, { ...position, place, user })
  }

  #position({ after, limit }: PageRequest) {
    const [, before = `${Number.MAX_SAFE_INTEGER}`, id = ''] =
      /^(\d+)_(.*)$/.exec(after ?? '') ?? []
    return { at: this.now, before: Number(before), id, limit: limit + 1 }
  }

  #page(rows: readonly Row[], { limit }: PageRequest, toItem: (row: Row) => Sanction) {
    return pageOf(rows, limit, rows.map(toItem), (row) => `${row.created_at}_${row.id}`)
  }
}

export class SanctionsWriter extends SanctionsReader implements SanctionsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run, recorder.at)
  }

  async create(
    { kind, room, user, addresses, until, reason }: NewSanction,
    by: Sender,
  ): Promise<Sanction> {
    const row = {
      id: newId<SanctionId>('san', this.now),
      kind,
      place: room ?? 'server',
      user: user?.id ?? null,
      addresses: addresses ?? null,
      until: until ?? null,
      reason: reason ?? null,
      by: by.id,
      created_at: this.now,
      ended_at: null,
      appeal: null,
      appealed_at: null,
      outcome: null,
      note: null,
    } as const
    await this.recorder.write(queries.insertSanction, row)
    await this.#apply(row, until ?? FOREVER)
    const full = { ...row, user_name: user?.name ?? null }
    await this.#record(full, 'sanction.created', by, (forUser) => ({
      sanction: toSanction(full, forUser),
    }))
    return toSanction(full)
  }

  async end({ id }: Sanction, by: Sender): Promise<void> {
    const row = await this.#row(id)
    await this.recorder.write(queries.endSanction, { id, at: this.now })
    await this.#apply(row, null)
    await this.#record(row, 'sanction.ended', by, () => ({ sanction: id }))
  }

  async setAppeal(
    { id }: Sanction,
    { text, at, outcome, note }: NonNullable<Sanction['appeal']>,
    by: Sender,
  ): Promise<Sanction> {
    await this.recorder.write(queries.setAppeal, {
      id,
      appeal: text,
      appealed_at: Date.parse(at),
      outcome: outcome ?? null,
      note: note ?? null,
    })
    const row = await this.#row(id)
    await this.#record(row, 'sanction.updated', by, (forUser) => ({
      sanction: toSanction(row, forUser),
    }))
    return toSanction(row)
  }

  async #row(id: SanctionId): Promise<Row> {
    const row = await this.run.first(queries.sanction, { id })
    if (row === undefined) throw new Error(`no sanction ${id}`)
    return row
  }

  /** Sets the columns that a send and a sign-in read. `until`: null when the sanction ends. */
  async #apply(
    { kind, place, user }: Pick<Row, 'kind' | 'place' | 'user'>,
    until: number | null,
  ): Promise<void> {
    if (user === null) return
    if (kind === 'shadow_ban')
      await this.recorder.write(queries.setShadowBanned, {
        id: user,
        shadow_banned: until,
      })
    else if (place !== 'server') {
      if (kind === 'mute')
        await this.recorder.write(queries.muteMember, { room: place, user, until })
    } else if (kind === 'mute') await this.recorder.write(queries.muteUser, { id: user, until })
    else await this.recorder.write(queries.banUser, { id: user, until })
  }

  /** A room's own log cannot have it, because all members receive every event of that log. */
  async #record<T extends Type>(
    { id, kind, place, user }: Pick<Row, 'id' | 'kind' | 'place' | 'user'>,
    type: T,
    by: Sender,
    payloadFor: (forUser: boolean) => EventPayload<T>,
  ): Promise<void> {
    const limit = LIMITS.staffPerSanction
    const staff =
      place === 'server'
        ? await this.run.all(queries.serverStaff, { limit })
        : await this.run.all(queries.staffOf, { room: place, limit })
    const readers = new Set(staff.map((row) => row.user))
    if (user !== null) readers.add(user)
    if (user !== null && kind === 'shadow_ban') readers.delete(user)
    // Logs are locked in the same order on every node, which prevents deadlocks.
    for (const reader of [...readers].sort()) {
      const columns = { ...(user !== null && { subject: user }), actor: by.id, detail: id }
      await this.recorder.record(logOf(reader), type, columns, payloadFor(reader === user))
    }
  }
}
