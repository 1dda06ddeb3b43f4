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

/** Each log counts its own: nothing is counted that was ever said. */
export const countEvents = query((db, _: object) =>
  db.selectFrom('logs').select((e) => e.fn.sum<number>('seq').as('count')),
)

/** Ids sort by time: the cost is that of what was said since. */
export const countMessagesSince = query((db, a: { id: string }) =>
  db
    .selectFrom('messages')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('id', '>=', a.id as MessageId),
)
