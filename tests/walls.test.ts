import { describe, expect, test } from 'bun:test'
import { dirname, join, normalize } from 'node:path'

const ROOT = join(import.meta.dir, '..')
const store = (...layers: readonly string[]) => layers.map((layer) => `server/store/${layer}`)

/** Who may see whom, beside their own folder. What the SDK knows of the protocol is generated. */
const MAY_SEE: Record<string, readonly string[]> = {
  protocol: [],
  'server/domain': ['protocol'],
  // The layers of the store, from the lowest: none imports one above it.
  'server/store/tables': ['protocol'],
  'server/store/queries': ['protocol', ...store('tables')],
  'server/store/search': ['protocol', 'server/domain/ports.ts', ...store('tables')],
  'server/store/migrations': ['protocol', ...store('tables', 'search')],
  'server/store/log': ['protocol', ...store('tables', 'queries')],
  'server/store/repositories': [
    'protocol',
    'server/domain/ports.ts',
    ...store('tables', 'queries', 'search', 'log'),
  ],
  'server/store/engine': ['protocol', ...store('tables', 'queries', 'search', 'migrations')],
  'server/store/transfer': ['protocol', ...store('tables', 'migrations', 'engine')],
  'server/store': ['protocol', 'server/domain/ports.ts'],
  'server/adapters': ['protocol', 'server/domain/ports.ts'],
  'server/hub': ['protocol'],
  'server/transports': ['protocol', 'server/domain', 'server/hub'],
  'server/workers': ['protocol', 'server/domain', 'server/hub'],
  'server/jobs': ['protocol', 'server/domain', 'server/hub'],
  'server/config.ts': ['server/settings'],
  'server/settings': ['protocol'],
  'server/start-errors.ts': ['server'],
  'server/policy.ts': ['server/config.ts', 'server/domain/ports.ts'],
  'server/start-management.ts': ['server', 'package.json'],
  'server/start-mail.ts': ['server'],
  'server/start-backups.ts': ['server'],
  'server/start-secrets.ts': ['server'],
  'server/start-content.ts': ['server'],
  'server/start-demo.ts': ['protocol', 'server'],
  'server/demo': ['protocol', 'server/domain'],
  'server/compose.ts': ['protocol', 'server', 'package.json'],
  'server/start.ts': ['server', 'package.json'],
  'server/run.ts': ['server', 'package.json'],
  // The SDK is the command line's client of a running server.
  'server/imports': ['protocol', 'server/domain'],
  'server/cli': ['protocol', 'server', 'sdk', 'package.json'],
  'server/main.ts': ['server/run.ts'],
  sdk: [],
  // The web app, from the lowest layer. The SDK is imported by its name, so none of its files is listed.
  'web/words': [],
  'web/lib': ['web/words'],
  'web/ui': ['web/lib', 'web/words'],
  'web/session': ['web/ui', 'web/lib', 'web/words'],
  // And of other features only what they export.
  'web/features': ['web/session', 'web/ui', 'web/lib', 'web/words'],
  'web/build.ts': ['bin/sources.ts', 'web'],
  web: [],
}

type Import = { readonly from: string; readonly to: string }
type Files = Readonly<Record<string, string>>

/** Every breach, in words. Text patterns, because Bun's own scanner leaves out `import type`. */
export function breaches(files: Files): string[] {
  const imports = Object.entries(files).flatMap(([path, text]) => importsOf(path, text))
  return [
    ...imports.filter((i) => !isAllowed(i)).map(({ from, to }) => `${from} may not see ${to}`),
    ...cycles(imports).map((cycle) => `cycle: ${cycle.join(' -> ')}`),
    ...Object.entries(files)
      .filter(([path, text]) => /\bprocess\.env\b/.test(text) && !ENVIRONMENT.test(path))
      .map(([path]) => `${path} reads process.env`),
    ...Object.entries(files)
      .filter(
        ([path, text]) => path.startsWith('server/') && NOW.test(text) && !WALL_CLOCK.has(path),
      )
      .map(([path]) => `${path} reads the wall clock`),
  ]
}

/** The process of a backup has the environment of its server. */
const ENVIRONMENT = /^(server\/(run|config|start-backups|cli\/main)\.ts|web\/build\.ts)$/
const NOW = /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)/
/** The app's tokens are by it, the built-in database's clock follows it, and a metric names the start. */
const WALL_CLOCK: ReadonlySet<string> = new Set([
  'server/adapters/tokens.ts',
  'server/store/engine/sqlite/stored-clock.ts',
  'server/transports/management/metrics.ts',
])
const IMPORT =
  /^\s*(?:import|export)\s+(?:type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

function importsOf(from: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].flatMap(([, a, b, c]) => {
    const to = a ?? b ?? c ?? ''
    if (!to.startsWith('.')) return []
    return [{ from, to: normalize(join(dirname(from), to)) }]
  })
}

function isAllowed({ from, to }: Import): boolean {
  const room = Object.keys(MAY_SEE).find((r) => isIn(from, r))
  if (room === undefined) return false
  if (isUseCase(from) && isUseCase(to)) return false
  if (room === 'web/features' && isIn(to, room))
    return featureOf(from) === featureOf(to) || /^web\/features\/[^/]+\/index\.ts$/.test(to)
  const seen = MAY_SEE[room] ?? []
  return isIn(to, room) || seen.some((r) => isIn(to, r))
}

const featureOf = (path: string) => path.split('/')[2]

const isIn = (path: string, room: string) => path === room || path.startsWith(`${room}/`)

/** A verb in a noun's folder, also below `app`; shared functions are in a rules.ts, a noun's part of the store in a port.ts. */
const isUseCase = (path: string) =>
  /^server\/domain\/(?:app\/[^/]+|(?!app\/)[^/]+)\/[^/]+\.ts$/.test(path) &&
  !/\/(?:rules|port)\.ts$/.test(path)

/** Each cycle once, from where it was entered. */
function cycles(imports: readonly Import[]): string[][] {
  const next = Map.groupBy(imports, (i) => i.from)
  const done = new Set<string>()
  const found: string[][] = []
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path])
    if (done.has(path) || trail.includes(path)) return
    for (const { to } of next.get(path) ?? []) visit(to, [...trail, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}

async function ours(): Promise<Files> {
  const files: Record<string, string> = {}
  const glob = new Bun.Glob('{protocol,server,sdk,web}/**/*.{ts,tsx}')
  for await (const path of glob.scan({ cwd: ROOT }))
    if (!path.includes('/dist/') && path !== 'web/build.ts')
      files[path] = await Bun.file(join(ROOT, path)).text()
  return files
}

const SEE = /may not see/

test('[WAL-1] nobody sees past the walls: no import, no type, no cycle', async () => {
  const files = await ours()
  expect(Object.keys(files).length).toBeGreaterThan(60)
  expect(breaches(files)).toEqual([])
})

test('[WAL-3] the wall clock is read in three files, and those do read it', async () => {
  const files = await ours()
  const readers = Object.keys(files).filter((path) => NOW.test(files[path] ?? ''))
  expect(readers.filter((path) => path.startsWith('server/')).sort()).toEqual(
    [...WALL_CLOCK].sort(),
  )
})

describe('[WAL-2] a planted breach of each kind is found', () => {
  const planted: [string, string, string, RegExp][] = [
    [
      'a transport that knows SQL',
      'server/transports/http/rest.ts',
      "import { send } from '../../store/queries/queries.ts'",
      SEE,
    ],
    [
      'a type alone',
      'server/domain/messages/send.ts',
      "import type { Hub } from '../../hub/hub.ts'",
      SEE,
    ],
    ['a dynamic import', 'server/hub/hub.ts', "const s = await import('../store/sqlite.ts')", SEE],
    [
      'a layer of the store in one below it',
      'server/store/tables/rows.ts',
      "import { drop } from '../queries/queries.ts'",
      SEE,
    ],
    [
      'an import for its effect',
      'server/store/tx.ts',
      "import '../transports/http/client-port.ts'",
      SEE,
    ],
    ['a re-export', 'protocol/ids.ts', "export { x } from '../server/config.ts'", SEE],
    [
      'many lines',
      'server/adapters/tokens.ts',
      "import {\n  a,\n} from '../domain/use-cases.ts'",
      SEE,
    ],
    [
      'a use-case in another',
      'server/domain/rooms/list.ts',
      "import { send } from '../messages/send.ts'",
      SEE,
    ],
    [
      'a use-case of the app in another',
      'server/domain/app/rooms/create.ts',
      "import { deleteUser } from '../users/delete.ts'",
      SEE,
    ],
    [
      'a client’s use-case in one of the app’s',
      'server/domain/app/messages/send.ts',
      "import { send } from '../../messages/send.ts'",
      SEE,
    ],
    [
      'a job that knows SQL',
      'server/jobs/empty-trash.ts',
      "import { emptyTrash } from '../store/queries/queries.ts'",
      SEE,
    ],
    ['its neighbour', 'server/domain/rooms/list.ts', "import { readRoom } from './read.ts'", SEE],
    [
      'the inside of another feature',
      'web/features/room/room.ts',
      "import { rowsOf } from '../timeline/rows.ts'",
      SEE,
    ],
    [
      'a component that knows chat',
      'web/ui/menu.tsx',
      "import { ask } from '../session/api.ts'",
      SEE,
    ],
    ['the web past the SDK', 'web/app.tsx', "import { start } from '../server/main.ts'", SEE],
    [
      'the protocol in the SDK',
      'sdk/typescript/src/chat.ts',
      "import type { RoomId } from '../../../protocol/ids.ts'",
      SEE,
    ],
    [
      'the server in the SDK',
      'sdk/typescript/src/index.ts',
      "import type { Hub } from '../../../server/hub/hub.ts'",
      SEE,
    ],
    [
      'the environment',
      'server/transports/http/rest.ts',
      'const port = process.env.PORT',
      /reads process\.env/,
    ],
    [
      'the time in a use-case',
      'server/domain/messages/send.ts',
      'const now = Date.now()',
      /reads the wall clock/,
    ],
    [
      'the time, as a date',
      'server/hub/hub.ts',
      'const at = new Date().toISOString()',
      /reads the wall clock/,
    ],
    ['a cycle', 'protocol/limits.ts', "import type { RoomId } from './ids.ts'", /^cycle: /],
  ]
  for (const [what, path, line, finds] of planted)
    test(`[WAL-2] ${what}`, async () => {
      const files = await ours()
      const before = breaches(files)
      const found = breaches({ ...files, [path]: `${line}\n${files[path] ?? ''}` })
      const fresh = found.filter((breach) => !before.includes(breach))
      expect(fresh.filter((breach) => finds.test(breach))).toHaveLength(1)
    })
})
