import { sql } from 'kysely'
import { query } from '../tables/statement.ts'
import { visibleTo } from './hidden.ts'
import type { InRoom } from './keys.ts'
import { countsAsUnread, inRoom, type OfPage } from './messages.ts'

// Narrow rows of messages, for reads that share the whole ones.

type Db = Parameters<Parameters<typeof query>[0]>[0]

/** The seqs of the same pages, for reads that know most of their messages. */
const seqsOfPage = (db: Db, a: OfPage) =>
  db
    .selectFrom('messages')
    .select('messages.seq')
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>=', a.from)
    .where(visibleTo(a.viewer))
    .where(inRoom)
    .limit(a.limit)

export const messageSeqsBefore = query((db, a: OfPage) =>
  seqsOfPage(db, a).where('messages.seq', '<', a.seq).orderBy('messages.seq', 'desc'),
)
export const messageSeqsAfter = query((db, a: OfPage) =>
  seqsOfPage(db, a).where('messages.seq', '>', a.seq).orderBy('messages.seq'),
)

/** 1 if users are mentioned. */
const MENTIONS = sql<number>`case when exists (
  select 1 from mentions where mentions.room = messages.room and mentions.seq = messages.seq)
  then 1 else 0 end`

/** The messages of a room's own history between two seqs, as far as lists of rooms need them. */
export const recentMessages = query((db, a: InRoom & { after: number; until: number }) =>
  db
    .selectFrom('messages')
    .select(['seq', 'sender', 'hidden'])
    .select(sql<number>`case when ${countsAsUnread} then 1 else 0 end`.as('counts'))
    .select(MENTIONS.as('mentions'))
    .where('room', '=', a.room)
    .where('seq', '>', a.after)
    .where('seq', '<=', a.until)
    .where(inRoom)
    .orderBy('seq'),
)

/** The last message of a room's own history, whoever sees it. */
export const lastSeq = query((db, a: InRoom) =>
  db
    .selectFrom('messages')
    .select(['seq', 'hidden'])
    .where('room', '=', a.room)
    .where(inRoom)
    .orderBy('seq', 'desc')
    .limit(1),
)
