import { beforeAll, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { ensureWeb } from '../web/build.ts'

const DIST = join(import.meta.dir, '../web/dist')
const STATIC = /(?:from|import)\s*"\.\/(chunk-\w+\.js)"/g
const DYNAMIC = /import\("\.\/(chunk-\w+\.js)"\)/g

/** The budgets, in bytes, gzipped. */
const MOST = { notSignedIn: 80 * 1024, signedIn: 110 * 1024, style: 15 * 1024 }

const read = (file: string) => readFileSync(join(DIST, file), 'utf8')
const named = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name]) => name ?? '')

/** Files with everything that they import at once. */
function withImports(files: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const file of files)
    if (!found.has(file)) withImports(named(read(file), STATIC), found.add(file))
  return found
}

const sizeOf = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + readFileSync(join(DIST, `${file}.gz`)).length, 0)

/** The sources that the first script loads for a room. */
const ROOM = ['web/signed-in-app.tsx', 'web/features/room/index.ts', 'web/lib/service-worker.ts']
const ROOT = join(import.meta.dir, '..')

/** The files that sources need at once, and those that these load later. A file that an `index.ts` exports is needed by it. */
function importsFrom(sources: readonly string[]) {
  const statically = new Set<string>()
  const dynamically = new Set<string>()
  const transpiler = new Bun.Transpiler({ loader: 'tsx' })
  function visit(file: string): void {
    if (statically.has(file)) return
    statically.add(file)
    for (const { kind, path } of transpiler.scanImports(readFileSync(join(ROOT, file), 'utf8'))) {
      if (!/^\..*\.tsx?$/.test(path)) continue
      const imported = relative(ROOT, join(ROOT, dirname(file), path))
      if (kind === 'dynamic-import') dynamically.add(imported)
      else visit(imported)
    }
  }
  for (const source of sources) visit(source)
  return { statically, dynamically }
}

/** What whoever is not signed in downloads: the first script, and the chunk with the field for the name. */
let entry: string[]
/** What a user who is signed in downloads to read a room: the app, and the chunk with the list of messages. */
let room: string[]
beforeAll(async () => {
  await ensureWeb()
  const first = named(read('index.html'), /src="\.\/(chunk-\w+\.js)"/g)
  const after = (text: string) =>
    named(first.map(read).join(''), DYNAMIC).filter((file) => read(file).includes(text))
  entry = [...first, ...after('"nickname"')]
  const app = after('"/moderation/:tab?"')
  expect([entry.length, app.length]).toEqual([2, 1])
  room = named(app.map(read).join(''), DYNAMIC).filter((file) =>
    [...withImports([file])].some((one) => read(one).includes('role:"log"')),
  )
  room = [...first, ...app, ...room]
})

test('[WEB-24] signing in needs at most 80 KB of script', () => {
  const size = sizeOf(withImports(entry))
  expect(size).toBeGreaterThan(50_000)
  expect(size).toBeLessThanOrEqual(MOST.notSignedIn)
})

test('[WEB-24] a room needs at most 110 KB of script', () => {
  const size = sizeOf(withImports(room))
  expect(size).toBeGreaterThan(sizeOf(withImports(entry)) + 10_000)
  expect(size).toBeLessThanOrEqual(MOST.signedIn)
})

test('[WEB-24] what is loaded when it is needed is not a part of the room, too', () => {
  const { statically, dynamically } = importsFrom(['web/app.tsx', ...ROOM])
  expect(statically.has('web/features/timeline/messages.tsx')).toBe(true)
  expect(dynamically.size).toBeGreaterThan(10)
  expect([...dynamically].filter((file) => statically.has(file) && !ROOM.includes(file))).toEqual(
    [],
  )
})

test('[WEB-24] all styles together have at most 15 KB', () => {
  const styles = readdirSync(DIST).filter((file) => file.endsWith('.css'))
  expect(styles).not.toEqual([])
  expect(sizeOf(styles)).toBeLessThanOrEqual(MOST.style)
})

test('[WEB-24] a screen that is not open is not downloaded', () => {
  const first = withImports(room)
  const scripts = readdirSync(DIST).filter((file) => /^chunk-\w+\.js$/.test(file))
  expect(scripts.filter((file) => !first.has(file)).length).toBeGreaterThan(2)
})

test('[WEB-89] a page downloads no other language, and the service worker no emoji in other languages', () => {
  const first = withImports(room)
  const scripts = readdirSync(DIST).filter((file) => /^chunk-\w+\.js$/.test(file))
  for (const text of ['Dein Konto', 'Tu cuenta', 'Votre compte', 'حسابك', 'アカウント']) {
    const [own = '', ...more] = scripts.filter((file) => read(file).includes(`account:"${text}"`))
    expect([text, more, first.has(own)]).toEqual([text, [], false])
    expect(sizeOf([own])).toBeGreaterThan(5000)
    expect(read('sw.js')).toContain(own)
  }
  expect(readdirSync(DIST)).toContain('emoji-fr.json')
  expect(read('sw.js')).not.toContain('emoji-fr.json')
})

/** What opening a panel or a screen downloads, by a text that only its own chunk contains, and the budget in KB. */
const OPENED: Readonly<Record<string, readonly [text: string, most: number]>> = {
  'a thread': ['thread-count', 6],
  'the members': ['member-names', 6],
  'the settings of a room': ['room-end', 6],
  'a search': ['search-help', 6],
  'the inbox': ['sent-requests', 6],
  'the switcher': ['switcherHint', 6],
  'the account': ['account-ways', 12],
}

test.each(Object.entries(OPENED))(
  '[WEB-24] %s is downloaded when it is opened',
  (_, [text, most]) => {
    const first = withImports(room)
    const scripts = readdirSync(DIST).filter((file) => /^chunk-\w+\.js$/.test(file))
    const own = scripts.filter((file) => !first.has(file) && read(file).includes(`"${text}"`))
    const found =
      own.length > 0
        ? own
        : scripts.filter((file) => !first.has(file) && read(file).includes(`.${text}`))
    expect(found).not.toEqual([])
    const size = sizeOf([...withImports(found)].filter((file) => !first.has(file)))
    expect(size).toBeLessThanOrEqual(most * 1024)
  },
)

test('[WEB-83] moderation needs at most 18 KB of script, and no room contains it', () => {
  const first = withImports(room)
  const scripts = readdirSync(DIST).filter((file) => /^chunk-\w+\.js$/.test(file))
  const isModeration = (file: string) => /staff-card|moderation-hint|Shadow ban/.test(read(file))
  const opened = scripts.filter((file) => isModeration(file))
  const added = [...withImports(opened)].filter((file) => !first.has(file))
  expect([...first].filter(isModeration)).toEqual([])
  expect(sizeOf(added)).toBeGreaterThan(5000)
  expect(sizeOf(added)).toBeLessThanOrEqual(18 * 1024)
})
