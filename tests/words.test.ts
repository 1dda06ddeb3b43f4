import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '..')

/** The words of STYLE.md's table that have no other use, with all their forms. */
const RETIRED = new Set(
  [
    'door doors house houses street streets stranger strangers',
    'flood floods flooded flooding gossip gossips gossiped gossiping knock knocks knocked knocking',
    'outlet outlets wire wires wired wiring roster rosters joinings lockstep',
    'tell tells telling told hear hears hearing heard',
  ].flatMap((line) => line.split(' ')),
)
const WORDED = [
  '{server,protocol,sdk,web,bin,docs}/**/*.{ts,tsx,mjs,go,md,json,yml,css,html,graphql,cfg,conf}',
  'docs/**/Caddyfile',
  '{README,SPEC,STYLE,SECURITY,CHANGELOG}.md',
]
/** Their tables say which words are retired, and how names were called before. */
const HAS_OLD_WORDS = /^(?:STYLE|CHANGELOG|docs\/names)\.md$/
const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g

const SIZED = [
  '{bench,bin,deploy,docs,examples,protocol,sdk,server,tests,web}/**/*.{ts,tsx,go,mjs,css}',
]
const LINES = 300
const GENERATED = /^\/\/ (?:Code generated|Generated) from protocol\/ /

type Files = Readonly<Record<string, string>>

/** Every retired word in a name of a file or in its text, with its place. */
function retiredWords(files: Files): string[] {
  return Object.entries(files).flatMap(([path, text]) => [
    ...wordsIn(path).map((word) => `${path}: ${word}`),
    ...text
      .split('\n')
      .flatMap((line, i) =>
        HAS_OLD_WORDS.test(path) && line.startsWith('|')
          ? []
          : wordsIn(line).map((word) => `${path}:${i + 1}: ${word}`),
      ),
  ])
}

const wordsIn = (text: string): string[] =>
  (text.match(WORD) ?? []).filter((word) => RETIRED.has(word.toLowerCase()))

function longFiles(files: Files): string[] {
  return Object.entries(files)
    .filter(([, text]) => !GENERATED.test(text))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines`)
}

async function filesOf(patterns: readonly string[]): Promise<Files> {
  const files: Record<string, string> = {}
  for (const pattern of patterns)
    for await (const path of new Bun.Glob(pattern).scan({ cwd: ROOT }))
      if (!/(?:^|\/)(?:node_modules|dist(?:-\d+)?|\.next)\//.test(path))
        files[path] = await Bun.file(join(ROOT, path)).text()
  return files
}

test('[WRD-1] no retired word stands in a name, a comment, a string or a document', async () => {
  const files = await filesOf(WORDED)
  expect(Object.keys(files).length).toBeGreaterThan(400)
  expect(retiredWords(files)).toEqual([])
})

test('[WRD-1] the words of this test are those of STYLE.md’s table', async () => {
  const style = await Bun.file(join(ROOT, 'STYLE.md')).text()
  const listed = [...style.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, words]) =>
    wordsIn(words ?? ''),
  )
  const stem = (word: string) => word.replace(/(?:s|ed|ing)$/, '')
  const stems = new Set(listed.map((word) => stem(word.toLowerCase())))
  expect([...RETIRED].filter((word) => !stems.has(stem(word)))).toEqual(['wired', 'wiring'])
})

describe('[WRD-2] a planted word of each kind is found', () => {
  const planted: [string, string, string, string][] = [
    ['a name of a file', 'server/hub/event-outlet.ts', '', 'outlet'],
    ['a folder', 'server/doors/rest.ts', '', 'doors'],
    ['an identifier', 'server/hub/hub.ts', 'const house = 1', 'house'],
    ['a part of an identifier', 'server/hub/hub.ts', 'const openStreetOf = 1', 'Street'],
    ['a part after capitals', 'web/app.tsx', 'const JSONWire = 1', 'Wire'],
    ['a constant', 'protocol/limits.ts', 'const FLOOD_MS = 1', 'FLOOD'],
    ['a private name', 'server/store/store.ts', '#told = 1', 'told'],
    ['a comment', 'bin/test.ts', '// Whoever hears it', 'hears'],
    ['a string', 'sdk/go/chat.go', 'errors.New("not told")', 'told'],
    ['a key of JSON', 'docs/api/asyncapi.json', '{ "x-gossip": 1 }', 'gossip'],
    ['a document', 'docs/reliability.md', 'The strangers knock.', 'strangers'],
    ['a line of the changelog', 'CHANGELOG.md', '- The roster is gone', 'roster'],
    ['a form of a verb', 'SPEC.md', 'a client that was flooded', 'flooded'],
  ]
  for (const [what, path, line, word] of planted)
    test(`[WRD-2] ${what}`, () => {
      const found = retiredWords({ [path]: `\n${line}\n` })
      const place = line === '' ? path : `${path}:2`
      expect(found).toContain(`${place}: ${word}`)
      // Others that only contain one are not retired.
      expect(
        retiredWords({ [path.replace(word, 'x')]: 'indoors warehouse wireless shear' }),
      ).toEqual([])
    })

  test('[WRD-2] the tables of old words are left out, and only those', () => {
    expect(retiredWords({ 'STYLE.md': '| door | transport |' })).toEqual([])
    expect(retiredWords({ 'SPEC.md': '| door | transport |' })).toEqual(['SPEC.md:1: door'])
  })
})

test('[STY-1] no file has more than 300 lines, but for generated ones', async () => {
  const files = await filesOf(SIZED)
  expect(Object.keys(files).length).toBeGreaterThan(500)
  expect(longFiles({ 'server/hub/hub.ts': 'x\n'.repeat(300) })).toEqual([])
  expect(longFiles({ 'server/hub/hub.ts': 'x\n'.repeat(301) })).toHaveLength(1)
  expect(longFiles(files)).toEqual([])
})
