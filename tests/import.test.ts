import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { folder, newPlace, placeOf, serverOn } from './support/backups.ts'
import { commandLine, settingsOf } from './support/command-line.ts'
import { exported, FIXTURES, imported, KIND, readable } from './support/imports.ts'
import { freePort } from './support/process.ts'

const SLACK = ['users.json', 'channels.json', 'dms.json', 'general/2023-01-01.json']
  .concat(['general/2023-01-02.json', 'random/2023-01-01.json', 'D1/2023-01-01.json'])
  .map((name): [string, Uint8Array] => [name, readFileSync(join(FIXTURES, 'slack', name))])

const EXPECTED: Readonly<Record<string, { file: string; lines: object[]; leftOut: number }>> = {
  slack: {
    file: 'slack',
    leftOut: 3,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben', handle: 'ben' },
      { type: 'user', name: 'Weather', bot: true },
      { type: 'room', kind: 'public', name: 'general', topic: 'All of us' },
      { type: 'room', kind: 'public', name: 'random', archived: true },
      { type: 'room', kind: 'dm' },
      ...['general', 'dm'].flatMap((room) =>
        ['Ana', 'Ben'].map((user) => ({ type: 'member', room, user })),
      ),
      { type: 'member', room: 'random', user: 'Ana' },
      {
        type: 'message',
        room: 'general',
        sender: 'Ana',
        at: '2023-01-01T08:00:01.000Z',
        text: 'Hello @ben, see the page (https://example.org/a) & #random',
        reactions: [
          { emoji: ':+1:', user: 'Ben', at: '2023-01-01T08:00:01.000Z' },
          { emoji: ':tada:', user: 'Ana', at: '2023-01-01T08:00:01.000Z' },
          { emoji: ':tada:', user: 'Ben', at: '2023-01-01T08:00:01.000Z' },
        ],
      },
      {
        type: 'message',
        room: 'general',
        sender: 'Ben',
        at: '2023-01-01T08:00:02.000Z',
        text: 'a reply',
        thread: 'Hello @ben, see the page (https://example.org/a) & #random',
        editedAt: '2023-01-01T08:00:05.000Z',
      },
      said('general', 'Weather', '2023-01-01T08:00:03.000Z', 'Sunny'),
      {
        ...said('general', 'Ana', '2023-01-02T08:00:00.000Z', 'also to the room'),
        thread: 'Hello @ben, see the page (https://example.org/a) & #random',
        inRoom: true,
      },
      said('random', 'Ana', '2023-01-01T08:00:01.000Z', '*waves*'),
      said('dm', 'Ben', '2023-01-01T08:00:09.000Z', 'only to you'),
    ],
  },
  mattermost: {
    file: 'mattermost.jsonl',
    leftOut: 2,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben Berg', handle: 'ben' },
      { type: 'room', kind: 'public', name: 'Town Square', topic: 'All of us' },
      { type: 'room', kind: 'group', name: 'Closed' },
      { type: 'room', kind: 'dm' },
      { type: 'member', room: 'Town Square', user: 'Ana', role: 'admin' },
      { type: 'member', room: 'Town Square', user: 'Ben Berg' },
      { type: 'member', room: 'Closed', user: 'Ana' },
      { type: 'member', room: 'dm', user: 'Ana' },
      { type: 'member', room: 'dm', user: 'Ben Berg' },
      {
        ...said('Town Square', 'Ana', '2023-01-01T08:00:01.000Z', 'Hello'),
        editedAt: '2023-01-01T08:00:05.000Z',
        reactions: [{ emoji: ':tada:', user: 'Ben Berg', at: '2023-01-01T08:00:03.000Z' }],
      },
      {
        ...said('Town Square', 'Ben Berg', '2023-01-01T08:00:02.000Z', 'a reply'),
        thread: 'Hello',
      },
      said('Town Square', 'Ana', '2023-01-01T08:00:07.000Z', 'twice in a millisecond'),
      said('Town Square', 'Ana', '2023-01-01T08:00:07.000Z', 'twice in a millisecond'),
      said('Closed', 'Ana', '2023-01-01T08:00:08.000Z', 'closed'),
      said('dm', 'Ben Berg', '2023-01-01T08:00:09.000Z', 'only to you'),
    ],
  },
  discord: {
    file: 'discord.json',
    leftOut: 2,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben', handle: 'ben' },
      { type: 'room', kind: 'public', name: 'general', topic: 'All of us' },
      { type: 'member', room: 'general', user: 'Ana' },
      { type: 'member', room: 'general', user: 'Ben' },
      {
        ...said('general', 'Ana', '2023-01-01T08:00:01.500Z', 'Hello'),
        editedAt: '2023-01-01T08:00:05.000Z',
        reactions: [{ emoji: '🎉', user: 'Ben', at: '2023-01-01T08:00:01.500Z' }],
      },
      { ...said('general', 'Ben', '2023-01-01T08:00:02.000Z', 'an answer'), replyTo: 'Hello' },
    ],
  },
  irc: {
    file: 'general.2023-01-01.txt',
    leftOut: 2,
    lines: [
      { type: 'user', name: 'ana', handle: 'ana' },
      { type: 'user', name: 'ben', handle: 'ben' },
      { type: 'room', kind: 'public', name: 'general' },
      { type: 'member', room: 'general', user: 'ana' },
      { type: 'member', room: 'general', user: 'ben' },
      said('general', 'ana', '2023-01-01T23:59:00.000Z', 'Hello'),
      said('general', 'ben', '2023-01-02T00:01:00.000Z', 'hi, ana'),
      said('general', 'ana', '2023-01-02T00:02:00.000Z', '*waves*'),
    ],
  },
}

function said(room: string, sender: string, at: string, text: string) {
  return { type: 'message', room, sender, at, text }
}
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

for (const [format, { file, lines, leftOut }] of Object.entries(EXPECTED))
  test(`[IMP-1] an import of ${format} has its users, rooms, threads, reactions, edits and times, and a second one adds nothing`, async () => {
    await using place = await newPlace(KIND)
    const path = join(FIXTURES, file)
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
    using files = folder()
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
