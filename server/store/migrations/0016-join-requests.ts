import { sql } from 'kysely'
import type { Schema } from '../tables/schema.ts'

/** The settings of rooms that are joined on request, and the requests. A user has one row for each room. */
export async function joinRequests(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  const zero = sql`${number} not null default 0`
  await schema.columns('rooms', { by_request: zero, question: text, name_only: zero })
  await schema.table('join_requests', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('answer', text)
      .addColumn('created_at', number, (c) => c.notNull()),
  )
  await schema.index('join_requests_of_user', 'join_requests', ['room', 'user'], { unique: true })
  await schema.index('join_requests_by_room', 'join_requests', [
    'room',
    'state',
    'created_at',
    'id',
  ])
  await schema.index('join_requests_by_user', 'join_requests', ['user', 'state', 'created_at'])
}
