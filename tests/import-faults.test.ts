import { expect, test } from 'bun:test'
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { folder, newPlace, placeOf } from './support/backups.ts'
import { commandLine } from './support/command-line.ts'
import { EXPECTED, exportOf } from './support/import-formats.ts'
import { exported, FIXTURES, imported, KIND, readable, refused } from './support/imports.ts'
import { waitFor } from './support/wait.ts'

const HEADER = '{"parlance":"lines","format":1}'
const ROOM = { type: 'room', id: 'r', kind: 'public', name: 'Room' }
const USER = { type: 'user', id: 'u', name: 'Ana' }
const message = (id: string, more: object = {}) => ({
  ...{ type: 'message', id, room: 'r', sender: 'u', at: '2023-01-01T00:00:00Z', text: id },
  ...more,
})
const linesOf = (...lines: (object | string)[]) =>
  [HEADER, ...lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))].join(
    '\n',
  )
const text = (value: string) => new TextEncoder().encode(value)
/** Changed files of each format. */
const FLIPS = 30
const filesUnder = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
const isEmpty = (place: { data: string; url: string; file: string }) =>
  place.url !== '' || !existsSync(place.file)

test('[IMP-4] a ZIP that leads out of its folder, is a bomb or is damaged is refused in one line, before anything is changed', async () => {
  await using place = await newPlace(KIND)
  using files = folder()
  const write = (name: string, content: Uint8Array | string) => {
    const path = join(files.path, name)
    writeFileSync(path, content)
    return path
  }
  const lists = { 'users.json': text('[]'), 'channels.json': text('[]') }
  const whole = zipSync({
    ...lists,
    'general/a.json': text(JSON.stringify([{ a: 'b'.repeat(99) }])),
  })
  const flipped = (at: number) => {
    const copy = Uint8Array.from(whole)
    copy[at] = (copy[at] ?? 0) ^ 1
    return copy
  }
  const zeros = { 'general/a.json': new Uint8Array(101 * 1024 * 1024) }
  const bad: [string, string, RegExp][] = [
    ['slack', write('up', zipSync({ ...lists, '../../etc/passwd': text('x') })), /leads out of/],
    ['slack', write('root', zipSync({ ...lists, '/etc/passwd': text('x') })), /leads out of/],
    ['slack', write('bomb', zipSync({ ...lists, ...zeros }, { level: 1 })), /is a ZIP bomb/],
    ['slack', write('cut', whole.subarray(0, whole.length - 30)), /is damaged or not a whole ZIP/],
    ['slack', write('flipped', flipped(41)), /is damaged or not a whole ZIP/],
    ['slack', write('other', zipSync({ 'a.txt': text('x') })), /no users\.json and channels\.json/],
    ['slack', join(files.path, 'none'), /there is no such file or folder/],
    ['lines', write('foreign', '{"product":"other"}\n'), /its first line must be/],
    ['lines', write('newer', '{"parlance":"lines","format":2}\n'), /update Parlance first/],
    ['mattermost', write('x.jsonl', '{"type":"user"}\n'), /no version in its first line/],
    ['discord', write('y.txt', 'x'), /there is no file \*\.json/],
    ['rocketchat', write('z.txt', 'x'), /there is no users\.bson/],
    ['zulip', write('export.tar.gz', 'x'), /unpack the export of Zulip/],
    ['irc', write('chan.log', '[08:28] <ana> hi\n'), /has no date: name the file with its date/],
  ]
  for (const [format, path, reason] of bad) {
    const line = await refused(place, format, path)
    expect(line).toMatch(reason)
    expect(line.split('\n')).toHaveLength(1)
  }
  if (!isEmpty(place)) expect(readable(await exported(place))).toEqual([])
})

test('[IMP-5] what cannot be imported is left out and reported with its reason, and everything else is imported', async () => {
  await using place = await newPlace(KIND)
  using files = folder()
  const file = join(files.path, 'lines.jsonl')
  const lines = linesOf(
    USER,
    { ...USER, name: 'Another' },
    ROOM,
    { ...USER, id: 'x'.repeat(600) },
    message('one'),
    message('one', { text: 'the same id' }),
    message('future', { at: '2999-01-01T00:00:00Z' }),
    message('nowhere', { room: 'none' }),
    message('empty', { text: ' \n' }),
    message('lost', { thread: 'never' }),
    message('reply', { thread: 'one', at: '2023-01-02T00:00:00Z' }),
    message('nested', { thread: 'reply', at: '2023-01-03T00:00:00Z' }),
    message('stranger', { sender: 'nobody' }),
    message('nul', { text: 'a\0b', reactions: [{ emoji: 'no emoji', user: 'u' }] }),
    message('long', { text: 'é'.repeat(16 * 1024) }),
    '{"type":"message","id":',
    `{"type":"user","id":"huge","name":"${'x'.repeat(17 * 1024 * 1024)}"}`,
    { type: 'unknown' },
  )
  writeFileSync(file, lines)
  const { leftOut, messages } = await imported(place, 'lines', file)
  expect(Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count]))).toEqual({
    'another of the users has the same id': 1,
    'another message has the same id': 1,
    'its time is in the future': 1,
    'the room of the message is in no list': 1,
    'it has no text': 1,
    'the root of its thread is not in the room: it is a message of the room': 2,
    'the sender is in no list: the user has only this id as a name': 1,
    'the emoji of the reaction is unknown': 1,
    'it is not JSON': 1,
    'the line is longer than 16 MB': 1,
    'it has another form than this format has': 2,
  })
  const there = readable(await exported(place)).map((line) => JSON.parse(line))
  const texts = there.flatMap(({ type, text }) => (type === 'message' ? [text] : []))
  expect(texts).toHaveLength(messages)
  expect(texts).toEqual(
    expect.arrayContaining(['one', 'reply', 'nested', 'lost', 'stranger', 'ab']),
  )
  // A long text is several messages.
  expect(texts.filter((each: string) => each.startsWith('é')).join('')).toBe('é'.repeat(16 * 1024))
})

test('[IMP-6] a file with any bit changed is refused or reported, and a repaired one is then imported whole', async () => {
  await using place = await newPlace(KIND)
  using files = folder()
  const whole = readFileSync(join(FIXTURES, 'mattermost.jsonl'))
  const file = join(files.path, 'mattermost.jsonl')
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % below
  }
  for (const format of Object.keys(EXPECTED)) {
    const copy = join(files.path, `${format}-copy`)
    cpSync(exportOf(format, files.path), copy, { recursive: true })
    const parts = statSync(copy).isDirectory() ? filesUnder(copy) : [copy]
    for (let i = 0; i < FLIPS; i++) {
      const part = parts[random(parts.length)] ?? ''
      const bytes = readFileSync(part)
      const changed = Uint8Array.from(bytes)
      const at = random(bytes.length)
      changed[at] = (changed[at] ?? 0) ^ (1 << random(8))
      writeFileSync(part, i % 4 === 0 ? changed.subarray(0, at) : changed)
      const args = ['import', format, copy, '--room', 'logs', '--check', '--json']
      const { code, stdout, stderr } = await commandLine(args, placeOf(place))
      if (code === 0) expect(JSON.parse(stdout).leftOut, format).toBeArray()
      else expect([format, code, stderr.trim().split('\n').length]).toEqual([format, 2, 1])
      writeFileSync(part, bytes)
    }
  }
  if (place.url === '') expect(existsSync(place.file)).toBe(false)
  writeFileSync(file, whole.subarray(0, whole.length - 300))
  await imported(place, 'mattermost', file)
  writeFileSync(file, whole)
  await imported(place, 'mattermost', file)
  await using other = await newPlace(KIND)
  await imported(other, 'mattermost', file)
  expect(readable(await exported(place))).toEqual(readable(await exported(other)))
})

test('[IMP-7] an import that is killed is repeated, and everything is there once', async () => {
  await using place = await newPlace(KIND)
  using files = folder()
  const file = join(files.path, 'lines.jsonl')
  const many = Array.from({ length: 6000 }, (_, i) =>
    message(`m${i}`, i > 10 && i % 7 === 0 ? { thread: `m${i % 5}` } : {}),
  )
  writeFileSync(file, linesOf(USER, ROOM, ...many))
  const program = join(import.meta.dir, '../bin/parlance.ts')
  const child = Bun.spawn([process.execPath, program, 'import', 'lines', file], {
    env: { ...process.env, ...placeOf(place) },
    stdout: 'ignore',
    stderr: 'ignore',
  })
  const stored = async () => {
    try {
      return Number((await place.rows('select count(*) as n from messages'))[0]?.['n'])
    } catch {
      return 0 // There are no tables yet, or they are being written.
    }
  }
  await waitFor(async () => (await stored()) > 0)
  child.kill('SIGKILL')
  await child.exited
  const before = await stored()
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(many.length)
  expect(await imported(place, 'lines', file)).toMatchObject({
    users: 0,
    rooms: 0,
    messages: many.length - before,
    leftOut: [],
  })
  const seqs = await place.rows(
    "select count(distinct seq) as n, count(distinct text) as texts from messages where text <> ''",
  )
  expect(seqs.map((row) => [Number(row['n']), Number(row['texts'])])).toEqual([[6000, 6000]])
  const [root] = await place.rows("select replies from messages where text = 'm0'")
  expect(Number(root?.['replies'])).toBe(
    many.filter((each) => 'thread' in each && each.thread === 'm0').length,
  )
}, 60_000)
