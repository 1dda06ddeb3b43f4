import type { Place } from './place.ts'

/** The schema of a database, one line for each thing in it, in an order that says nothing. */
export async function schemaOf({ kind, rows }: Place): Promise<string[]> {
  if (kind === 'mariadb') {
    const lines: string[] = []
    for (const { name } of await rows(TABLES)) {
      const [row] = await rows(`show create table \`${name}\``)
      const text = `${row?.['Create Table']}`.replace(/(DEFAULT CHARSET).*/, '$1')
      lines.push(...text.split('\n').map((line) => `${name} ${line.replace(/,$/, '')}`))
    }
    return lines.sort()
  }
  const parts = kind === 'sqlite' ? [SQLITE] : POSTGRES
  const all = (await Promise.all(parts.map((part) => rows(part)))).flat()
  return all.map((row) => JSON.stringify(Object.values(row)).replace(/\s+/g, ' ')).sort()
}

const TABLES =
  'select table_name as name from information_schema.tables where table_schema = database()'

// What is stored of an index's own lies in tables that have no text of ours.
const SQLITE = "select type, name, tbl_name, sql from sqlite_master where name not like 'sqlite_%'"

const POSTGRES = [
  `select table_name, column_name, data_type, is_nullable, column_default, collation_name
   from information_schema.columns where table_schema = 'public'`,
  "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
  `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
   where connamespace = 'public'::regnamespace and contype <> 'n'`,
]
