import { query } from '../tables/statement.ts'
import type { VersionRow } from '../tables/tables.ts'
import { columns } from './columns.ts'
import type { InRoom, OfMessage } from './keys.ts'

// Earlier versions, and deleted texts that can be restored.

export const insertVersion = query((db, a: VersionRow) =>
  db.insertInto('versions').values({ ...columns(a, VERSION) }),
)

export const versions = query((db, a: OfMessage & { after: number; limit: number }) =>
  db
    .selectFrom('versions')
    .selectAll()
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .where('version', '>', a.after)
    .orderBy('version')
    .limit(a.limit),
)

export const eraseVersions = query((db, a: OfMessage) =>
  db.deleteFrom('versions').where('room', '=', a.room).where('seq', '=', a.seq),
)

export const versionsOfRoom = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('versions')
    .select(['room', 'seq', 'version'])
    .where('room', '=', a.room)
    .orderBy('seq')
    .orderBy('version')
    .limit(a.limit),
)

export const deleteVersion = query((db, a: OfMessage & { version: number }) =>
  db
    .deleteFrom('versions')
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .where('version', '=', a.version),
)

export const deleteVersions = query((db, a: OfMessage & { until: number }) =>
  db
    .deleteFrom('versions')
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .where('version', '<=', a.until),
)

export const trashOfRoom = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('trash')
    .select(['room', 'seq'])
    .where('room', '=', a.room)
    .orderBy('seq')
    .limit(a.limit),
)

export const putInTrash = query((db, a: VersionRow) =>
  db.insertInto('trash').values({ ...columns(a, VERSION) }),
)

export const inTrash = query((db, a: OfMessage) =>
  db.selectFrom('trash').selectAll().where('room', '=', a.room).where('seq', '=', a.seq),
)

export const takeFromTrash = query((db, a: OfMessage) =>
  db.deleteFrom('trash').where('room', '=', a.room).where('seq', '=', a.seq),
)

export const oldTrash = query((db, a: { now: number }) =>
  db.selectFrom('trash').select('seq').where('at', '<=', a.now).limit(1),
)

export const emptyTrash = query((db, a: { now: number }) =>
  db.deleteFrom('trash').where('at', '<=', a.now),
)

const VERSION = ['room', 'seq', 'version', 'text', 'data', 'at'] as const
