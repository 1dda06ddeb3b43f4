import { sql } from 'kysely'
import type { Schema } from '../tables/schema.ts'

/**
 * The rules that split texts into words have changed. The index stays and answers searches, while the entries of the
 * messages up to this one are replaced in the background.
 */
export async function searchWords(schema: Schema): Promise<void> {
  await schema.run(
    sql`delete from settings where name in ('searchable-until', 'search-replace-until')`,
  )
  await schema.run(
    sql`insert into settings (name, value)
      select 'search-replace-until', max(id) from messages having max(id) is not null`,
  )
}
