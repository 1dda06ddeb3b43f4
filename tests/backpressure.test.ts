import { expect, test } from 'bun:test'
import type { Room } from '../protocol/entities.ts'
import type { Event } from '../protocol/events.ts'
import { BEHIND_BYTES, type Socket, socketHandler } from '../server/transports/live/sockets.ts'
import { type Client, texts } from './support/client.ts'
import { commit, sendMany } from './support/commits.ts'
import { DATABASE } from './support/database.ts'
import { parlance } from './support/parlance.ts'
import { READERS } from './support/readers.ts'
import { frame, open, textsIn, UPGRADE } from './support/tcp.ts'
import { waitFor } from './support/wait.ts'

const numbers = (texts: readonly string[]) => texts.map((text) => Number.parseInt(text, 10))
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

async function setUp() {
  const server = await parlance()
  const ana: Client = await server.user('Ana')
  const room = (await ana.room('public')).id
  return { server, ana, room, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const COMMITS: [string, number, number, string][] = [
  ['500 messages of 15 KB', 1, 500, 'x'.repeat(15_000)],
  ['1,000 messages of 8 MiB in all', 1, 1000, 'x'.repeat(8200)],
  ['500 messages of 15 KB in a script of two bytes a letter', 1, 500, 'ж'.repeat(7500)],
  ['500 messages of 15 KB in a script of three bytes a letter', 1, 500, '語'.repeat(5000)],
  ['three commits of 500 messages of 15 KB', 3, 500, 'x'.repeat(15_000)],
]
/** What is committed is the same on every database; how large one commit may be is not. */
const TRIED = DATABASE === 'sqlite' ? COMMITS : COMMITS.slice(0, 1)

for (const [transport, join] of Object.entries(READERS))
  test(`[SLO-4] ${transport}: a reader that keeps reading hears commits of any size whole, and is not closed`, async () => {
    await using at = await setUp()
    const reader = await join(at.ana, at.room)
    let sent = 0
    for (const [what, commits, count, fill] of TRIED) {
      for (let i = 0; i < commits; i++, sent += count)
        await sendMany(at.server, at.room, sent, count, fill)
      await waitFor(() => reader.texts().length >= sent || reader.closed(), 90)
      expect([what, reader.closed() || 'open', reader.texts().length]).toEqual([what, 'open', sent])
    }
    expect(numbers(reader.texts())).toEqual(upTo(sent))
    reader.close()
  }, 300_000)

for (const [transport, join] of Object.entries(READERS))
  test(`[SLO-4] ${transport}: a removed member hears the whole commit up to the removal, and nothing after it`, async () => {
    await using at = await setUp()
    const ben = await at.server.user('Ben')
    await ben.ask('PUT', `/rooms/${at.room}/members/me`)
    const reader = await join(ben, at.room)
    const { members } = await at.ana.ask('GET', `/rooms/${at.room}/members`)
    const guest = members.find((m: { user: { id: string } }) => m.user.id.startsWith('guest_'))
    const user = guest?.user.id ?? ben.id
    const message = (text: number) => ({
      name: 'messages.send',
      input: { room: at.room, text: `${text} ${'x'.repeat(15_000)}` },
    })
    const commands = [
      ...upTo(150).map(message),
      { name: 'members.remove', input: { room: at.room, user } },
      ...upTo(100).map(message),
    ]
    await commit(at.server, commands)
    await waitFor(() => reader.texts().length >= 150 || reader.closed(), 90)
    // By a later commit, everything of this one has gone out.
    const ana = await at.ana.socket()
    const { id } = await at.ana.room('public')
    await at.ana.send(id, 'later')
    await ana.hears(id, 2)
    expect(numbers(reader.texts())).toEqual(upTo(150))
    reader.close()
  }, 240_000)

test('[SLO-4] a replay of 10,000 events reaches a reader that keeps reading, by every way to resume', async () => {
  await using at = await setUp()
  const { cursor, received } = (await at.ana.socket()).ready
  const last = (await at.ana.stream()).lastId
  for (let sent = 0; sent < 10_000; sent += 1000)
    await sendMany(at.server, at.room, sent, 1000, '語'.repeat(300))
  const back = [await at.ana.socket({ cursor, received }), await at.ana.stream(last)]
  for (const each of back) {
    const events = await waitFor(() => each.events.length >= 10_000 && each.events, 90)
    expect(numbers(texts(events))).toEqual(upTo(10_000))
  }
}, 300_000)

/** A client that reads, but slower than it is sent to; what it was sent. */
async function slowReader(who: Client) {
  const head = `GET /api/v1/socket HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n\r\n`
  const { tcp, received } = await open(who.url, head)
  tcp.write(frame(JSON.stringify({ type: 'hello', token: who.token })))
  await waitFor(() => received().includes('"ready"'))
  const events = () =>
    textsIn(received()).flatMap((t) => (t.includes('"seq"') ? JSON.parse(t) : []))
  let size = 0
  let bytesPerMs = 500
  tcp.on('data', (data) => {
    size += data.length
    tcp.pause()
    setTimeout(() => tcp.resume(), data.length / bytesPerMs)
  })
  const hurry = () => {
    bytesPerMs = Number.POSITIVE_INFINITY
  }
  return { tcp, hurry, size: () => size, events: events as () => Event[] }
}

test('[SLO-6] a socket that reads slower than it is sent to is told by the log, in order and once, and holds little', async () => {
  const sockets: Socket[] = []
  const { open: opened = () => undefined } = socketHandler
  socketHandler.open = (socket) => {
    sockets.push(socket)
    return opened(socket)
  }
  await using at = await setUp()
  const ben = await at.server.user('Ben')
  await ben.ask('PUT', `/rooms/${at.room}/members/me`)
  const [before, just, left] = [
    await at.ana.room('public', ben),
    await at.ana.room('public', ben),
    await at.ana.room('public', ben),
  ]
  const leave = ({ id }: Room) =>
    at.server.backend().ask('DELETE', `/rooms/${id}/members/${ben.id}`)
  await leave(before)
  const reader = await slowReader(ben)
  await leave(just)
  await waitFor(() => reader.events().length > 0)
  let most = 0
  const sampler = setInterval(() => {
    for (const socket of sockets) most = Math.max(most, socket.getBufferedAmount())
  }, 1)
  const fill = 'x'.repeat(15_000)
  await sendMany(at.server, at.room, 0, 500, fill)
  await leave(left)
  const came = await at.ana.room('public', ben)
  await at.ana.send(came.id, '7')
  let sent = 500
  // A busy machine sends hardly faster than it reads.
  for (; sent < 2000 || most <= BEHIND_BYTES; sent += 500)
    await sendMany(at.server, at.room, sent, 500, fill)
  reader.hurry()
  await waitFor(() => reader.size() > sent * 15_000, 90)
  await at.ana.send(at.room, `${sent}`)
  await waitFor(
    () => reader.events().some((e) => e.type === 'message.created' && e.message.text === `${sent}`),
    60,
  )
  clearInterval(sampler)
  socketHandler.open = opened
  const received = reader.events()
  expect(numbers(texts(received.filter((e) => e.log === at.room)))).toEqual(upTo(sent + 1))
  const typesOf = ({ id }: Room) => received.filter((e) => e.log === id).map((e) => e.type)
  expect([before, just, left, came].map(typesOf)).toEqual([
    [],
    ['member.left'],
    ['member.left'],
    ['member.joined', 'message.created'],
  ])
  // It was given too much, and what waited for it was bounded all the same.
  expect(most).toBeGreaterThan(BEHIND_BYTES)
  expect(most).toBeLessThan(3 * BEHIND_BYTES)
  reader.tcp.destroy()
}, 300_000)
