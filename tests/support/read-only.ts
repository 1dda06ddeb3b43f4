import { DATABASE } from './database.ts'
import { execute } from './sql.ts'

/** A database server refuses writes, as a demoted primary does, until the returned function is called. */
export async function refuseWrites(url: string): Promise<() => Promise<void>> {
  if (DATABASE === 'postgres') {
    const name = new URL(url).pathname.slice(1)
    await execute(url, [
      `alter database ${name} set default_transaction_read_only = on`,
      ...raiseOnWrite('25006', 'true'),
    ])
    return () =>
      execute(url, [
        'set session characteristics as transaction read write',
        ...REFUSING.map((table) => `drop trigger refuse on ${table}`),
        'drop function refuse',
        `alter database ${name} reset default_transaction_read_only`,
      ])
  }
  await execute(url, signalOnWrite('true', 'logs'))
  return () => execute(url, ['drop trigger refuse_insert', 'drop trigger refuse_update'])
}

/** Whatever the server writes by itself goes into one of these, too. */
const REFUSING = ['logs', 'jobs', 'usage']

export const raiseOnWrite = (code: string, when: string) => [
  `create function refuse() returns trigger language plpgsql as $$ begin
     if ${when} then raise exception 'read-only' using errcode = '${code}'; end if;
     return new; end $$`,
  ...REFUSING.map(
    (table) =>
      `create trigger refuse before insert or update on ${table} for each row execute function refuse()`,
  ),
]

export const signalOnWrite = (when: string, table: string) =>
  ['insert', 'update'].map(
    (verb) => `create trigger refuse_${verb} before ${verb} on ${table} for each row
      if ${when} then signal sqlstate 'HY000' set mysql_errno = 1290, message_text = 'read-only';
      end if`,
  )
