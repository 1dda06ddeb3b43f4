import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readArchive } from '../../server/store/transfer/read-archive.ts'
import { newPlace } from '../upgrade/place.ts'
import { commandLine } from './command-line.ts'
import { type Parlance, parlance, SECRET } from './parlance.ts'

/** A folder that is gone afterwards. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'parlance-backups-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

type Where = { readonly data: string; readonly url: string }
export const placeOf = ({ data, url }: Where) => ({
  PARLANCE_DATA: data,
  PARLANCE_DATABASE_URL: url,
  PARLANCE_PORT: '1',
  PARLANCE_MANAGEMENT_PORT: 'off',
  PARLANCE_JWT_SECRET: SECRET,
})

/** The path of a new backup. */
export async function backedUp(place: Where, into: string): Promise<string> {
  const { code, stdout, stderr } = await commandLine(['backup', into, '--json'], placeOf(place))
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout).path
}

export const restored = (place: Where, file: string) =>
  commandLine(['restore', file], placeOf(place))

/** Every row of every table by its columns, sorted; without the settings of a place. */
export async function rowsIn(file: string): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {}
  let [table, columns]: [string, readonly string[]] = ['', []]
  for await (const part of readArchive(file))
    if (part.kind === 'table') {
      ;({ table, columns } = part.table)
      rows[table] = []
    } else if (part.kind === 'row') {
      const named = columns.map((column, i) => [column, part.row[i]] as const)
      rows[table]?.push(JSON.stringify(Object.fromEntries(named.toSorted())))
    }
  for (const all of Object.values(rows)) all.sort()
  delete rows['settings']
  return rows
}

/** Databases that this run has, beside the one that it tests. */
export const OTHERS = (['postgres', 'mariadb'] as const).filter(
  (kind) => process.env[`TEST_${kind.toUpperCase()}_URL`] !== undefined,
)
export { newPlace }
export const filesOf = (path: string): string[] => readdirSync(path).sort()

export const serverOn = ({ data, url }: Where, port: number) =>
  parlance({ PARLANCE_DATA: data, PARLANCE_DATABASE_URL: url, PARLANCE_PORT: `${port}` })

/** A room with messages, edits, reactions, receipts, a thread, a pin and a deleted message. */
export async function conversation(server: Parlance) {
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const path = `/rooms/${room.id}`
  const say = (text: string, more = {}) => ana.ask('POST', `${path}/messages`, { text, ...more })
  const first = await say('first, with “quotes”, \n lines and 🎉')
  await Promise.all(Array.from({ length: 250 }, (_, i) => say(`No ${i}`)))
  await ana.ask('PATCH', `${path}/messages/${first.id}`, { text: 'edited' })
  await ben.ask('PUT', `${path}/messages/${first.id}/reactions/${encodeURIComponent('👍')}`)
  await ben.ask('POST', `${path}/messages`, { text: 'a reply', thread: first.id })
  await ana.ask('PUT', `${path}/pins/${first.id}`)
  const gone = await say('gone')
  await ana.ask('DELETE', `${path}/messages/${gone.id}`)
  await ben.ask('PUT', `${path}/read`, { seq: gone.seq })
  await server
    .backend()
    .ask('POST', '/accounts', { handle: `cleo${crypto.randomUUID().slice(0, 6)}` })
  return { ana, ben, room, say }
}
