import { query } from '../tables/statement.ts'
import type { InRoom } from './keys.ts'

// The messages of a deleted room.

export const messagesToErase = query((db, a: InRoom & { after: number; limit: number }) =>
  db
    .selectFrom('messages')
    .select(['seq', 'created_at'])
    .where('room', '=', a.room)
    .where('seq', '>', a.after)
    .orderBy('seq')
    .limit(a.limit),
)

export const eraseMessages = query((db, a: InRoom & { from: number; to: number; at: number }) =>
  db
    .updateTable('messages')
    .set((e) => ({
      text: '',
      data: null,
      client_id: null,
      mentions: null,
      reactions: null,
      pinned_at: null,
      expires_at: null,
      deleted_at: e.fn.coalesce('deleted_at', e.val(a.at)),
      hidden_parts: null,
    }))
    .where('room', '=', a.room)
    .where('seq', '>=', a.from)
    .where('seq', '<=', a.to),
)
