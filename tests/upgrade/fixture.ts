import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'bun'
import type { Kind, Place } from './place.ts'

const FOLDER = join(import.meta.dir, '../fixtures/upgrade')

const fileOf = (kind: Kind, name: string): string => join(FOLDER, `${name}.${kind}.gz`)

/** Names of the databases that there are: commits, and what broke them. */
export const fixtures = (kind: Kind): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(`.${kind}.gz`))
    .map((file) => file.slice(0, -`.${kind}.gz`.length))
    .sort()

export async function restore(place: Place, name: string): Promise<void> {
  const bytes = gunzipSync(await Bun.file(fileOf(place.kind, name)).bytes())
  if (place.kind === 'sqlite') await Bun.write(place.file, bytes)
  else await place.rows(new TextDecoder().decode(bytes))
}

/** Of a database that nobody has open. */
export async function keep(place: Place, name: string): Promise<void> {
  await Bun.write(fileOf(place.kind, name), gzipSync(await dump(place), { level: 9 }))
}

async function dump({ kind, file, url, rows }: Place): Promise<Uint8Array<ArrayBuffer>> {
  if (kind === 'sqlite') {
    await rows('pragma wal_checkpoint(truncate)')
    return Bun.file(file).bytes()
  }
  const { hostname, port, username, password, pathname } = new URL(url)
  const program =
    kind === 'postgres'
      ? ['pg_dump', '--inserts', '--rows-per-insert=100', '--no-owner', '--no-privileges', url]
      : [
          ...['mariadb-dump', `-h${hostname}`, `-P${port}`, `-u${username}`, `-p${password}`],
          ...['--no-tablespaces', '--skip-comments', '--skip-add-locks', pathname.slice(1)],
        ]
  const { stdout, success, stderr } = Bun.spawnSync(program)
  if (!success) throw new Error(stderr.toString())
  // Lines that are commands of psql or mariadb, and not SQL.
  const lines = stdout.toString().split('\n')
  const sql = lines.filter((line) => !/^(--|\\|\/\*M?!999999|SET transaction_timeout)/.test(line))
  return new TextEncoder().encode(sql.filter((line) => line !== '').join('\n'))
}
