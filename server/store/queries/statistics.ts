import type { MessageId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'

export const countUsers = query((db, _: object) =>
  db
    .selectFrom('users')
    .select((e) => ['kind', e.fn.countAll<number>().as('count')])
    .where('deleted_at', 'is', null)
    .groupBy('kind'),
)

export const countAllRooms = query((db, _: object) =>
  db
    .selectFrom('rooms')
    .select((e) => [
      'type',
      e.fn.countAll<number>().as('count'),
      e.fn.sum<number>('member_count').as('members'),
    ])
    .where('deleted_at', 'is', null)
    .groupBy('type'),
)

/** The sum of the logs' counters: no table of events is read. */
export const countEvents = query((db, _: object) =>
  db.selectFrom('logs').select((e) => e.fn.sum<number>('seq').as('count')),
)

/** Ids sort by time, so only the messages since then are read. */
export const countMessagesSince = query((db, a: { id: string }) =>
  db
    .selectFrom('messages')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('id', '>=', a.id as MessageId),
)
