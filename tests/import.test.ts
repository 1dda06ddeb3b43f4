import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { folder, newPlace, placeOf, serverOn } from './support/backups.ts'
import { commandLine, settingsOf } from './support/command-line.ts'
import { EXPECTED, exportOf } from './support/import-formats.ts'
import { exported, FIXTURES, imported, KIND, readable } from './support/imports.ts'
import { freePort } from './support/process.ts'

const SLACK = ['users.json', 'channels.json', 'dms.json', 'general/2023-01-01.json']
  .concat(['general/2023-01-02.json', 'random/2023-01-01.json', 'D1/2023-01-01.json'])
  .map((name): [string, Uint8Array] => [name, readFileSync(join(FIXTURES, 'slack', name))])

const sorted = (lines: readonly object[]) => lines.map((line) => norm(JSON.stringify(line))).sort()
/** With the keys of each object in one order. */
const norm = (line: string): string =>
  JSON.stringify(JSON.parse(line), (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  )
const contents = async (place: { data: string; url: string }) =>
  readable(await exported(place))
    .map(norm)
    .sort()

for (const [format, { lines, leftOut }] of Object.entries(EXPECTED))
  test(`[IMP-1] an import of ${format} has its users, rooms, threads, reactions, edits and times, and a second one adds nothing`, async () => {
    await using place = await newPlace(KIND)
    using files = folder()
    const path = exportOf(format, files.path)
    const first = await imported(place, format, path)
    const messages = lines.filter((line) => 'text' in line).length
    expect(first).toMatchObject({ messages })
    expect(first.leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(leftOut)
    for (const { examples } of first.leftOut) expect(examples).not.toEqual([])
    expect(await contents(place)).toEqual(sorted(lines))
    expect(await imported(place, format, path)).toMatchObject({ users: 0, rooms: 0, messages: 0 })
    expect(await contents(place)).toEqual(sorted(lines))
    // And the plain format has all of it.
    await using copy = await newPlace(KIND)
    const plain = join(files.path, 'plain.jsonl')
    writeFileSync(plain, await exported(place))
    expect(await imported(copy, 'lines', plain)).toMatchObject({ messages })
    expect(await contents(copy)).toEqual(sorted(lines))
  })

test('[IMP-2] users see imported messages as they were; a later import adds new ones, which clients that come back receive', async () => {
  await using place = await newPlace(KIND)
  using files = folder()
  const zip = join(files.path, 'slack.zip')
  const without = SLACK.filter(([name]) => name !== 'general/2023-01-02.json')
  writeFileSync(zip, zipSync(Object.fromEntries(without)))
  await imported(place, 'slack', zip)
  const port = await freePort()
  let server = await serverOn(place, port)
  const app = server.backend()
  const roomOf = async (name: string) =>
    (await app.ask('GET', '/rooms?limit=100')).rooms.find(
      (room: { name: string }) => room.name === name,
    )
  const general = await roomOf('general')
  expect(general.memberCount).toBe(2)
  const ben = (await app.ask('GET', '/users?limit=100')).users.find(
    (user: { handle?: string }) => user.handle === 'ben',
  )
  const list = async () =>
    (await server.backend().ask('GET', `/rooms/${general.id}/messages`)).messages
  const [root, bot] = await list()
  expect(root).toMatchObject({
    createdAt: '2023-01-01T08:00:01.000Z',
    replies: { count: 1 },
    reactions: [
      { emoji: ':+1:', count: 1 },
      { emoji: ':tada:', count: 2 },
    ],
  })
  expect(bot.text).toBe('Sunny')
  const eve = await server.user('Eve')
  await eve.ask('PUT', `/rooms/${general.id}/members/me`)
  const said = await eve.ask('POST', `/rooms/${general.id}/messages`, { text: 'since' })
  // What was imported is read: only the new message is unread.
  const { members } = await app.ask('GET', `/rooms/${general.id}/members`)
  const { readSeq } = members.find(({ user }: { user: { id: string } }) => user.id === ben.id)
  expect(readSeq).toBeGreaterThanOrEqual(bot.seq)
  expect(readSeq).toBeLessThan(said.seq)
  const socket = await eve.socket()
  const { cursor } = socket.ready
  socket.close()
  await server.stop()
  writeFileSync(zip, zipSync(Object.fromEntries(SLACK)))
  expect(await imported(place, 'slack', zip)).toMatchObject({ users: 0, rooms: 0, messages: 1 })
  server = await serverOn(place, port)
  await using _server = server
  expect((await list()).map(({ text }: { text: string }) => text)).toEqual([
    root.text,
    'Sunny',
    'since',
    'also to the room',
  ])
  expect((await list()).at(-1).seq).toBeGreaterThan(said.seq)
  const again = await eve.socket({ cursor, received: { [general.id]: said.seq } })
  expect(await again.hears(general.id, 1)).toMatchObject([
    {
      type: 'message.created',
      message: { text: 'also to the room', createdAt: '2023-01-02T08:00:00.000Z' },
    },
  ])
  again.close()
}, 60_000)

test('[IMP-3] an import beside a running server without Redis is refused, and an export is made', async () => {
  await using place = await newPlace(KIND)
  await using server = await serverOn(place, await freePort())
  const ana = await server.user('Ana')
  const room = await ana.room('group')
  await ana.ask('POST', `/rooms/${room.id}/messages`, { text: 'while it runs' })
  const settings = { ...settingsOf(server), ...placeOf(place) }
  const file = join(FIXTURES, 'discord.json')
  const { code, stderr } = await commandLine(['import', 'discord', file], settings)
  expect([code, stderr.trim().split('\n').length]).toEqual([2, 1])
  expect(await exported(place)).toContain('while it runs')
  using files = folder()
  const there = join(files.path, 'there')
  writeFileSync(there, 'mine')
  const again = await commandLine(['export', there], placeOf(place))
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('exists already')])
  expect(readFileSync(there, 'utf8')).toBe('mine')
})
