import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kind } from '../upgrade/place.ts'
import { placeOf } from './backups.ts'
import { commandLine } from './command-line.ts'
import { DATABASE } from './database.ts'

type Where = { readonly data: string; readonly url: string }
type Line = Readonly<Record<'id' | 'type' | 'name' | 'kind' | 'text', string>>

/** The database of the run. */
export const KIND: Kind = DATABASE === 'postgres' || DATABASE === 'mariadb' ? DATABASE : 'sqlite'

export const FIXTURES = join(import.meta.dir, '../fixtures/imports')

/** The answer of an import, which must succeed. */
export async function imported(place: Where, format: string, file: string, ...more: string[]) {
  const args = ['import', format, file, '--json', ...more]
  const { code, stdout, stderr } = await commandLine(args, placeOf(place))
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Imported
}
export type Imported = {
  readonly users: number
  readonly rooms: number
  readonly messages: number
  readonly leftOut: readonly { reason: string; count: number; examples: string[] }[]
}

/** An import of a file that must be refused: its one line. */
export async function refused(place: Where, format: string, file: string): Promise<string> {
  const { code, stderr } = await commandLine(['import', format, file], placeOf(place))
  if (code !== 2) throw new Error(`exit code ${code}: ${stderr}`)
  return stderr.trim()
}

/** Everything that a server has, as `parlance export` writes it. */
export async function exported(place: Where): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-lines-'))
  try {
    const file = join(folder, 'lines.jsonl')
    const { code, stderr } = await commandLine(['export', file], placeOf(place))
    if (code !== 0) throw new Error(stderr)
    return readFileSync(file, 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same with names in place of ids, and texts in place of the ids of messages, sorted: so that servers can be compared. */
export function readable(text: string): string[] {
  const lines = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Line)
  const names = new Map<unknown, string>()
  for (const { id, type, name, kind, text } of lines)
    if (id !== undefined) names.set(id, type === 'message' ? text : (name ?? kind))
  return lines
    .map(({ id: _, ...line }) =>
      JSON.stringify(line, (key, value) =>
        REFERENCES.has(key) && names.has(value) ? names.get(value) : value,
      ),
    )
    .filter((line) => !line.includes('"name":"Parlance"') && !line.includes('"name":"Lobby"'))
    .sort()
}
const REFERENCES = new Set(['room', 'user', 'sender', 'thread', 'replyTo'])
