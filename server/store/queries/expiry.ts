import type { MessageId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { InRoom, OfMessage } from './keys.ts'

// Messages that disappear.

type Db = Parameters<Parameters<typeof query>[0]>[0]

/** Messages whose time is over, the first of them first, after a position in this order. */
export const expiredMessages = query(
  (db, a: { now: number; at: number; after: string; limit: number }) =>
    db
      .selectFrom('messages')
      .select(['id', 'room', 'seq', 'sender', 'expires_at'])
      .where('expires_at', '<=', a.now)
      .where((e) =>
        e.or([
          e('expires_at', '>', a.at),
          e.and([e('expires_at', '=', a.at), e('id', '>', a.after as MessageId)]),
        ]),
      )
      .orderBy('expires_at')
      .orderBy('id')
      .limit(a.limit),
)

export const expiryOf = query((db, a: OfMessage) =>
  db
    .selectFrom('messages')
    .select(['expires_at', 'deleted_at'])
    .where('room', '=', a.room)
    .where('seq', '=', a.seq),
)

export const endExpiry = query((db, a: OfMessage) =>
  db
    .updateTable('messages')
    .set({ expires_at: null })
    .where('room', '=', a.room)
    .where('seq', '=', a.seq),
)

/** The seqs of the next messages of a room, also of replies and of what is hidden. */
export const seqsAfter = query((db, a: InRoom & { after: number; limit: number }) =>
  db
    .selectFrom('messages')
    .select('seq')
    .where('room', '=', a.room)
    .where('seq', '>', a.after)
    .orderBy('seq')
    .limit(a.limit),
)

type Expiry = { from: number; to: number; ms: number }

/** Messages of a room disappear so many ms after they were sent, or sooner. */
export const shortenExpiry = query((db, a: InRoom & Expiry) =>
  sooner(db, a).where('room', '=', a.room).where('seq', '>', a.from).where('seq', '<=', a.to),
)

/** The same for messages of all rooms, by their ids. */
export const shortenExpiryById = query((db, a: { from: string; to: string; ms: number }) =>
  sooner(db, a)
    .where('id', '>', a.from as MessageId)
    .where('id', '<=', a.to as MessageId),
)

const sooner = (db: Db, { ms }: { ms: number }) =>
  db
    .updateTable('messages')
    .set((e) => ({ expires_at: e('created_at', '+', ms) }))
    .where('deleted_at', 'is', null)
    .where((e) =>
      e.or([e('expires_at', 'is', null), e('expires_at', '>', e('created_at', '+', ms))]),
    )
