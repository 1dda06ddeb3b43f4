import { sql } from 'kysely'
import type { ExportId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { ExportPartRow, ExportRow } from '../tables/rights-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]
type Page = { before: string; limit: number }
type Wanted = { user: UserId; requested_by: ExportRow['requested_by'] }

const page = (db: Db, a: Page) =>
  db
    .selectFrom('exports')
    .selectAll()
    .where('id', '<', a.before as ExportId)
    .orderBy('id', 'desc')
    .limit(a.limit)

export const exportById = query((db, a: { id: ExportId }) =>
  db.selectFrom('exports').selectAll().where('id', '=', a.id),
)

export const lockExport = query((db, a: { id: ExportId }) =>
  db.selectFrom('exports').select('id').where('id', '=', a.id).forUpdate(),
)

export const exports = query((db, a: Page) => page(db, a))

export const exportsOf = query((db, a: Page & { user: UserId }) =>
  page(db, a).where('user', '=', a.user),
)

export const exportsRequestedBy = query((db, a: Page & Wanted) =>
  page(db, a).where('user', '=', a.user).where('requested_by', '=', a.requested_by),
)

export const countExports = query((db, a: Wanted & { since: number }) =>
  db
    .selectFrom('exports')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('user', '=', a.user)
    .where('requested_by', '=', a.requested_by)
    .where('created_at', '>', a.since),
)

export const waitingExports = query((db, _: object) =>
  db.selectFrom('exports').select('id').where('state', '=', sql.lit('waiting')).orderBy('id'),
)

export const insertExport = query((db, a: ExportRow) =>
  db.insertInto('exports').values({ ...columns(a, EXPORT) }),
)

export const updateExport = query(
  (db, a: Pick<ExportRow, 'id' | 'state' | 'files' | 'bytes' | 'finished_at' | 'until'>) =>
    db
      .updateTable('exports')
      .set({
        state: a.state,
        files: a.files,
        bytes: a.bytes,
        finished_at: a.finished_at,
        until: a.until,
      })
      .where('id', '=', a.id),
)

/** The exports of a user that are not over. */
export const openExportsOf = query((db, a: { user: UserId }) =>
  db
    .selectFrom('exports')
    .select(['id', 'requested_by'])
    .where('user', '=', a.user)
    .where('state', '!=', sql.lit('over'))
    .orderBy('id'),
)

export const endExport = query((db, a: { id: ExportId; at: number }) =>
  db
    .updateTable('exports')
    .set({ state: sql.lit('over'), until: a.at })
    .where('id', '=', a.id),
)

export const endOldExports = query((db, a: { at: number }) =>
  db
    .updateTable('exports')
    .set({ state: sql.lit('over') })
    .where('state', '=', sql.lit('ready'))
    .where('until', '<=', a.at),
)

/** Not those with parts, which nobody would find without the export, and so not delete. */
export const oldExports = query((db, a: { before: number; limit: number }) =>
  db
    .selectFrom('exports')
    .select('id')
    .where('created_at', '<', a.before)
    .where('state', '=', sql.lit('over'))
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('export_parts')
            .select('number')
            .whereRef('export_parts.export', '=', 'exports.id'),
        ),
      ),
    )
    .limit(a.limit),
)

export const deleteExport = query((db, a: { id: ExportId }) =>
  db.deleteFrom('exports').where('id', '=', a.id),
)

/** A part of an export whose file can be read. */
export const exportPart = query((db, a: { export: ExportId; number: number }) =>
  db
    .selectFrom('export_parts')
    .innerJoin('exports', 'exports.id', 'export_parts.export')
    .selectAll('export_parts')
    .where('export_parts.export', '=', a.export)
    .where('export_parts.number', '=', a.number)
    .where('exports.state', '=', sql.lit('ready')),
)

export const insertExportPart = query((db, a: ExportPartRow) =>
  db.insertInto('export_parts').values({ ...columns(a, PART) }),
)

/** Parts that nobody reads: of exports that are over, or begin again. */
export const unusedExportParts = query((db, a: { limit: number }) =>
  db
    .selectFrom('exports')
    .innerJoin('export_parts', 'export_parts.export', 'exports.id')
    .select(['export_parts.export', 'export_parts.number'])
    .where((e) =>
      e.or([e('exports.state', '=', sql.lit('over')), e('exports.state', '=', sql.lit('waiting'))]),
    )
    .limit(a.limit),
)

export const deleteExportPart = query((db, a: { export: ExportId; number: number }) =>
  db.deleteFrom('export_parts').where('export', '=', a.export).where('number', '=', a.number),
)

/** The next room that the user was ever in, and its last seq. The texts of a deleted room are gone. */
export const nextExportedRoom = query((db, a: { user: UserId; after: string }) =>
  db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .innerJoin('logs', 'logs.log', 'members.room')
    .select(['members.room', 'logs.seq'])
    .where('members.user', '=', a.user)
    .where('members.room', '>', a.after as RoomId)
    .where('rooms.deleted_at', 'is', null)
    .orderBy('members.room')
    .limit(1),
)

const EXPORT = [
  'id',
  'user',
  'requested_by',
  'state',
  'files',
  'bytes',
  'created_at',
  'finished_at',
  'until',
] as const
const PART = ['export', 'number', 'file', 'crc', 'size', 'last', 'bytes'] as const
