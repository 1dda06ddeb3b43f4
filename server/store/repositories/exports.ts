import type { Export } from '../../../protocol/entities.ts'
import { type ExportId, logOf, newId, type RoomId, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type {
  ExportFilter,
  ExportPart,
  ExportPosition,
  ExportsRead,
  ExportsWrite,
  PageOf,
  PageRequest,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import { EXPORTED_FILES, type FileInRooms, type FileOfUser } from '../queries/exported-rows.ts'
import * as queries from '../queries/queries.ts'
import { toExport } from '../tables/rights-rows.ts'
import type { ExportRow } from '../tables/rights-tables.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

/** Sorts after every id. */
const LAST = '~'
/** Rows of one read, and seqs of a room that one read searches: a text can have 64 KB. */
const ROWS = 50
const SEQS = 100
/** Seqs of one look for a message of the user, which reads no texts. */
const LOOK_SEQS = 5000

type Of = Pick<Export, 'user' | 'requestedBy'>
type Found = { readonly rows: readonly object[]; readonly next?: ExportPosition | undefined }

export class ExportsReader implements ExportsRead {
  readonly files = [...EXPORTED_FILES.keys()]

  constructor(
    protected readonly run: Run,
    protected readonly now: number,
  ) {}

  async get(id: ExportId): Promise<Export | undefined> {
    const row = await this.run.first(queries.exportById, { id })
    return row && toExport(row)
  }

  async list({
    user,
    requestedBy,
    after,
    limit,
  }: PageRequest & ExportFilter): Promise<PageOf<Export>> {
    const page = { before: after ?? LAST, limit: limit + 1 }
    const rows = await this.#page(page, user, requestedBy)
    return pageOf(rows, limit, rows.map(toExport), ({ id }) => id)
  }

  #page(
    page: { before: string; limit: number },
    user: UserId | undefined,
    requested_by: Export['requestedBy'] | undefined,
  ): Promise<readonly ExportRow[]> {
    if (user === undefined) return this.run.all(queries.exports, page)
    if (requested_by === undefined) return this.run.all(queries.exportsOf, { ...page, user })
    return this.run.all(queries.exportsRequestedBy, { ...page, user, requested_by })
  }

  async count({ user, requestedBy: requested_by }: Of, since: number): Promise<number> {
    const row = await this.run.first(queries.countExports, { user, requested_by, since })
    return Number(row?.count ?? 0)
  }

  async waiting(): Promise<readonly ExportId[]> {
    return (await this.run.all(queries.waitingExports, {})).map(({ id }) => id)
  }

  async rows(of: Of, name: string, after: ExportPosition | undefined): Promise<Found> {
    const file = EXPORTED_FILES.get(name)
    if (file === undefined) throw new Error(`no file ${name} in exports`)
    return file.inRooms ? this.#inRooms(of, file, after) : this.#ofUser(of, file, after)
  }

  async #ofUser({ user, requestedBy }: Of, file: FileOfUser, after: ExportPosition | undefined) {
    const from = after?.key ?? file.first
    const args = { user, after: from, now: this.now, limit: ROWS }
    const rows = await this.run.all(file.rows[requestedBy], args)
    const last = rows.length === ROWS ? rows.at(-1) : undefined
    return { rows: rows.map(file.toJson), next: last && { key: file.keyOf(last) } }
  }

  /** Reads the messages between two seqs of a room, then of the next one. */
  async #inRooms(
    { user, requestedBy }: Of,
    file: FileInRooms,
    after: ExportPosition | undefined,
  ): Promise<Found> {
    const at = after ?? (await this.#nextRoom(user, ''))
    if (at?.room === undefined) return { rows: [] }
    const room = at.room as RoomId
    const { after: from, until } = file.isOfOwnMessages
      ? await this.#ofOwnMessages(user, room, Number(at.key))
      : { after: Number(at.key), until: Number(at.key) + SEQS }
    const range = { room, after: from, until }
    const rows =
      from < until
        ? await this.run.all(file.rows[requestedBy], { user, now: this.now, ...range })
        : []
    const hasMore = until < (at.until ?? 0)
    const next = hasMore ? { ...at, key: until } : await this.#nextRoom(user, room)
    return { rows: rows.map(file.toJson), next }
  }

  /** The range from the next message of the user on; an empty one if others have sent all that was looked at. */
  async #ofOwnMessages(sender: UserId, room: RoomId, after: number) {
    const look = { room, sender, after, until: after + LOOK_SEQS }
    const first = await this.run.first(queries.firstOfSender, look)
    if (first === undefined) return { after: look.until, until: look.until }
    return { after: first.seq - 1, until: first.seq - 1 + SEQS }
  }

  async #nextRoom(user: UserId, after: string): Promise<ExportPosition | undefined> {
    const found = await this.run.first(queries.nextExportedRoom, { user, after })
    return found && { key: 0, room: found.room, until: found.seq }
  }

  async part(id: ExportId, number: number): Promise<ExportPart | undefined> {
    const row = await this.run.first(queries.exportPart, { export: id, number })
    return row && { ...row, isLast: row.last === 1, bytes: Buffer.from(row.bytes, 'base64') }
  }
}

export class ExportsWriter extends ExportsReader implements ExportsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run, recorder.at)
  }

  async create({
    user,
    requestedBy,
    state,
  }: Pick<Export, 'user' | 'requestedBy' | 'state'>): Promise<Export> {
    const row = {
      id: newId<ExportId>('exp', this.now),
      user,
      requested_by: requestedBy,
      state,
      files: '[]',
      bytes: 0,
      created_at: this.now,
      finished_at: null,
      until: null,
    }
    await this.recorder.write(queries.insertExport, row)
    return toExport(row)
  }

  async lock(id: ExportId): Promise<Export | undefined> {
    await this.run.first(queries.lockExport, { id })
    return this.get(id)
  }

  async update(changed: Export): Promise<Export> {
    const { id, state, files, bytes } = changed
    const isReady = state === 'ready'
    const row = {
      id,
      state,
      files: JSON.stringify(files),
      bytes,
      finished_at: isReady ? this.now : null,
      until: isReady ? this.now + LIMITS.exportFileMs : null,
    }
    await this.recorder.write(queries.updateExport, row)
    const { user, requestedBy: requested_by, createdAt } = changed
    return toExport({ ...row, user, requested_by, created_at: Date.parse(createdAt) })
  }

  async publishFinished({ id, user }: Export): Promise<void> {
    const columns = { subject: user, actor: user, detail: id }
    await this.recorder.record(logOf(user), 'export.finished', columns, { export: id })
  }

  async addPart(id: ExportId, part: ExportPart): Promise<void> {
    const { number, file, bytes, crc, size, isLast } = part
    const text = Buffer.from(bytes).toString('base64')
    const row = { export: id, number, file, crc, size, last: Number(isLast), bytes: text }
    await this.recorder.write(queries.insertExportPart, row)
  }

  async end(user: UserId, requestedBy: Export['requestedBy'] | undefined): Promise<boolean> {
    const open = await this.run.all(queries.openExportsOf, { user })
    const some = open.filter((row) => [undefined, row.requested_by].includes(requestedBy))
    for (const { id } of some) await this.recorder.write(queries.endExport, { id, at: this.now })
    return some.length > 0
  }

  async endOld(): Promise<void> {
    await this.recorder.write(queries.endOldExports, { at: this.now })
  }

  async deleteParts(limit: number): Promise<boolean> {
    const found = await this.run.all(queries.unusedExportParts, { limit })
    for (const part of found) await this.recorder.write(queries.deleteExportPart, part)
    return found.length === limit
  }

  async deleteReceipts(before: number, limit: number): Promise<boolean> {
    const found = await this.run.all(queries.oldExports, { before, limit })
    for (const { id } of found) await this.recorder.write(queries.deleteExport, { id })
    return found.length === limit
  }
}
