import type { JoinedMessageRow } from './rows.ts'
import type { Query, Run } from './statement.ts'

/**
 * Reads of one moment. The rows of messages that have disappeared, or whose room is deleted, are those of deleted
 * messages, whatever reads them: a background job erases the texts somewhat later.
 */
export function atMoment(run: Run, now: number): Run {
  const visible = <R>(row: R): R => (isMessage(row) ? visibleRow(row, now) : row)
  return {
    search: run.search,
    shared: run.shared,
    all: async <A, R>(query: Query<A, R>, args: A) => (await run.all(query, args)).map(visible),
    first: async <A, R>(query: Query<A, R>, args: A) => {
      const row = await run.first(query, args)
      return row === undefined ? undefined : visible(row)
    },
    many: async <A, R>(query: Query<A, R>, args: readonly A[]) =>
      (await run.many(query, args)).map((row) => (row === undefined ? undefined : visible(row))),
  }
}

type Columns = Pick<
  JoinedMessageRow,
  | 'deleted_at'
  | 'expires_at'
  | 'room_deleted_at'
  | 'quoted_seq'
  | 'quoted_deleted_at'
  | 'quoted_expires_at'
>

const isMessage = (row: unknown): row is Columns =>
  typeof row === 'object' && row !== null && 'room_deleted_at' in row

function visibleRow<R extends Columns>(row: R, now: number): R {
  const at = row.room_deleted_at ?? passed(row.expires_at, now)
  const quotedAt = row.room_deleted_at ?? passed(row.quoted_expires_at, now)
  if (at === undefined && quotedAt === undefined) return row
  return {
    ...row,
    ...(at !== undefined && { ...ERASED, deleted_at: row.deleted_at ?? at }),
    ...(quotedAt !== undefined &&
      row.quoted_seq !== null && {
        quoted_text: null,
        quoted_deleted_at: row.quoted_deleted_at ?? quotedAt,
      }),
  }
}

const passed = (at: number | null, now: number): number | undefined =>
  at !== null && at <= now ? at : undefined

/** What a deleted message loses. */
const ERASED = {
  text: '',
  data: null,
  mentions: null,
  reactions: null,
  pinned_at: null,
}
