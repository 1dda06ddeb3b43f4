import { query } from '../tables/statement.ts'
import type { InRoom, OfMessage } from './keys.ts'

/** The latest first. */
export const pins = query((db, a: InRoom) =>
  db
    .selectFrom('pins')
    .selectAll()
    .where('room', '=', a.room)
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc'),
)

export const insertPin = query((db, a: OfMessage & { at: number }) =>
  db.insertInto('pins').values({ room: a.room, seq: a.seq, at: a.at }),
)

export const deletePin = query((db, a: OfMessage) =>
  db.deleteFrom('pins').where('room', '=', a.room).where('seq', '=', a.seq),
)

export const setPinned = query((db, a: OfMessage & { at: number | null }) =>
  db
    .updateTable('messages')
    .set({ pinned_at: a.at })
    .where('room', '=', a.room)
    .where('seq', '=', a.seq),
)

export const erasePins = query((db, a: InRoom) => db.deleteFrom('pins').where('room', '=', a.room))
