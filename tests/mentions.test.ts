import { expect, test } from 'bun:test'
import type { MyRoom } from '../protocol/entities.ts'
import { LIMITS } from '../protocol/limits.ts'
import { DATABASE, run } from './support/database.ts'
import { asked } from './support/graphql.ts'
import { parlance } from './support/parlance.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const room = await ana.room('group', ben, cleo)
  return {
    server,
    ana,
    ben,
    cleo,
    room,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[MNT-1] a mention stands in the log of the one it names, and survives being away', async () => {
  await using at = await setUp()
  const { cursor } = (await at.ben.socket()).ready
  const mentions = { users: [at.ben.id] }
  const said = await at.ana.send(at.room.id, '@Ben?', { mentions })
  expect(said).toMatchObject({ mentions })
  await at.ana.send(at.room.id, '@Ben, whom nobody means', {}) // a text alone names nobody
  const back = await at.ben.socket({ cursor })
  expect(await back.hears(`user:${at.ben.id}`, 1)).toMatchObject([
    {
      type: 'mention.created',
      room: at.room.id,
      message: { id: said.id, seq: said.seq },
      by: { id: at.ana.id },
    },
  ])
  const { mentions: listed } = await at.ben.ask('GET', '/mentions')
  expect(listed).toEqual([{ room: at.room.id, message: said }])
  expect((await at.ben.ask('GET', '/rooms')).rooms[0]).toMatchObject({ unread: 2, mentions: 1 })
  expect((await at.cleo.ask('GET', '/mentions')).mentions).toEqual([])
})

test('[MNT-1] mentions at the same moment are each stored once, in the order of the log', async () => {
  await using at = await setUp()
  const socket = await at.ben.socket()
  const sent = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      at.ana.call('POST', `/rooms/${at.room.id}/messages`, {
        text: `${n}`,
        clientId: `c-${n % 5}`,
        mentions: { users: [at.ben.id] },
      }),
    ),
  )
  const ids = new Set(sent.map(({ body }) => body.id))
  expect(ids.size).toBe(5)
  const events = await socket.hears(`user:${at.ben.id}`, 5)
  expect(events.map((event) => event.type)).toEqual(
    Array.from({ length: 5 }, () => 'mention.created'),
  )
  const { mentions } = await at.ben.ask('GET', '/mentions')
  expect(new Set(mentions.map((each: { message: { id: string } }) => each.message.id))).toEqual(ids)
})

test('[MNT-2] the whole room, roles and those who are there are named without naming them', async () => {
  await using at = await setUp()
  const named = async (mentions: object) => {
    const said = await at.ana.send(at.room.id, 'hey', { mentions })
    const found: (typeof at.ana.id)[] = []
    for (const who of [at.ana, at.ben, at.cleo]) {
      const listed = (await who.ask('GET', '/mentions')).mentions
      if (listed[0]?.message.id === said.id) found.push(who.id)
    }
    return found
  }
  expect(await named({ room: true })).toEqual([at.ben.id, at.cleo.id]) // not who says it
  expect(await named({ roles: ['moderator'] })).toEqual([])
  await at.ana.ask('PATCH', `/rooms/${at.room.id}/members/${at.cleo.id}`, { role: 'moderator' })
  expect(await named({ roles: ['moderator'] })).toEqual([at.cleo.id])
  expect(await named({ online: true })).toEqual([])
  await at.ben.socket()
  expect(await named({ online: true })).toEqual([at.ben.id])
  expect(await named({ users: [at.cleo.id], online: true })).toEqual([at.ben.id, at.cleo.id])
})

test('[MNT-3] only members are named: somebody else and nobody at all get the same refusal, and nothing is said', async () => {
  await using at = await setUp()
  const dan = await at.server.user('Dan')
  await dan.ask('GET', '/me')
  const refusals = []
  for (const id of [dan.id, 'nobody-at-all'])
    refusals.push(
      await at.ana.call('POST', `/rooms/${at.room.id}/messages`, {
        text: 'x',
        mentions: { users: [at.ben.id, id] },
      }),
    )
  expect(refusals.map(({ status, body }) => [status, body.code, body.fields])).toEqual(
    Array(2).fill([400, 'invalid_input', { 'mentions.users': 'must be members of the room' }]),
  )
  expect(await at.ana.history(at.room.id)).toEqual([])
  expect((await at.ben.ask('GET', '/mentions')).mentions).toEqual([])
})

test('[MNT-7] a mention of somebody who has left is left out, and the answer says so: on REST, sockets and GraphQL', async () => {
  await using at = await setUp()
  const { ana, ben, cleo, room } = at
  const dan = await at.server.user('Dan')
  await dan.ask('GET', '/me')
  await ana.ask('PUT', `/rooms/${room.id}/members/${dan.id}`)
  await cleo.ask('DELETE', `/rooms/${room.id}/members/me`)
  await at.server.backend().ask('DELETE', `/users/${dan.id}`)
  const socket = await ben.socket()
  const gone = [cleo.id, dan.id]
  const mentions = { users: [cleo.id, ben.id, dan.id] }
  const input = { room: room.id, text: 'x', mentions }
  const kept = { users: [ben.id] }
  const ignored = { mentions: gone }
  const said = await ana.send(room.id, 'x', { mentions })
  expect(said).toMatchObject({ mentions: kept, ignored })
  const other = await ana.socket()
  expect(await other.command('messages.send', input)).toMatchObject({ mentions: kept, ignored })
  const mutation = `mutation ($input: SendMessageInput!) {
    sendMessage(input: $input) { mentions { users } ignored { mentions } }
  }`
  expect((await asked(ana, mutation, { input })).sendMessage).toEqual({ mentions: kept, ignored })
  const path = `/rooms/${room.id}/messages`
  const edited = { text: 'y', mentions: { users: gone } }
  const after = await ana.ask('PATCH', `${path}/${said.id}`, edited)
  expect([after.mentions, after.ignored]).toEqual([undefined, ignored])
  // Nobody else is told of it, and it is not kept.
  const received = await socket.hears(room.id, 4)
  for (const event of received) expect(JSON.stringify(event)).not.toContain('ignored')
  expect(JSON.stringify(await ben.history(room.id))).not.toContain('ignored')
  expect((await ben.ask('GET', '/mentions')).mentions).toHaveLength(3)
  // Who was never in the room is somebody else's name, or a mistake.
  const never = await ana.call('POST', path, { text: 'x', mentions: { users: ['nobody'] } })
  expect([never.status, never.body.code]).toEqual([400, 'invalid_input'])
})

test('[MNT-4] an edit calls those whom it names anew, once; a deletion calls nobody', async () => {
  await using at = await setUp()
  const [ben, cleo] = [await at.ben.socket(), await at.cleo.socket()]
  const said = await at.ana.send(at.room.id, 'x', { mentions: { users: [at.ben.id] } })
  const path = `/rooms/${at.room.id}/messages/${said.id}`
  await at.ana.ask('PATCH', path, { text: 'y', mentions: { users: [at.ben.id, at.cleo.id] } })
  await cleo.hears(`user:${at.cleo.id}`, 1)
  await at.ana.ask('DELETE', path)
  await ben.hears(at.room.id, 3)
  expect(ben.events.filter((e) => e.type === 'mention.created')).toHaveLength(1)
  expect((await at.cleo.ask('GET', '/mentions')).mentions).toEqual([])
  expect((await at.cleo.ask('GET', '/rooms')).rooms[0].mentions).toBe(0)
})

test('[MNT-5] mentions come in pages, the latest first, and end with the membership', async () => {
  await using at = await setUp()
  const ids: string[] = []
  for (let n = 0; n < 5; n++)
    ids.push((await at.ana.send(at.room.id, `${n}`, { mentions: { users: [at.ben.id] } })).id)
  const seen: string[] = []
  for (let after = ''; ; ) {
    const { mentions, next } = await at.ben.ask('GET', `/mentions?limit=2${after}`)
    seen.push(...mentions.map((m: { message: { id: string } }) => m.message.id))
    if (next === undefined) break
    after = `&after=${next}`
  }
  expect(seen).toEqual(ids.reverse())
  await at.ben.ask('DELETE', `/rooms/${at.room.id}/members/me`)
  expect((await at.ben.ask('GET', '/mentions')).mentions).toEqual([])
})

test('[MNT-6] the mentions of a room are among what is unread there: on REST, sockets and GraphQL', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const path = `/rooms/${room.id}`
  const mentions = { users: [ben.id] }
  const socket = await ben.socket()
  const counts = async () => {
    const listed = [
      (await ben.ask('GET', '/rooms')).rooms[0],
      (await ben.ask('GET', `/rooms?id=${room.id}`)).rooms[0],
      (await socket.command('rooms.list', {})).rooms[0],
      (await asked(ben, '{ rooms { nodes { unread mentions } } }')).rooms.nodes[0],
    ].map(({ unread, mentions }) => [unread, mentions])
    expect(listed).toEqual(Array(listed.length).fill(listed[0]))
    return listed[0]
  }
  expect(await counts()).toEqual([0, 0])
  const said = await ana.send(room.id, 'said', { mentions })
  expect(await counts()).toEqual([1, 1])
  await ana.send(room.id, 'said softly', { mentions, silent: true })
  await ana.send(room.id, 'what happened', { mentions, system: true })
  await ana.send(room.id, 'below', { mentions, thread: said.id })
  expect(await counts()).toEqual([1, 1])
  expect((await ben.ask('GET', `${path}/threads/${said.id}`)).unread).toBe(1)
  const shown = await ana.send(room.id, 'below, and here', {
    mentions,
    thread: said.id,
    inRoom: true,
  })
  const last = await ana.send(room.id, 'said again', { mentions: { room: true } })
  expect(await counts()).toEqual([3, 3])
  await ana.ask('DELETE', `${path}/messages/${last.id}`)
  expect(await counts()).toEqual([2, 2])
  await ben.ask('PUT', `${path}/read`, { seq: said.seq })
  expect(await counts()).toEqual([1, 1])
  await ben.ask('PUT', `${path}/unread`, { seq: said.seq })
  expect(await counts()).toEqual([2, 2])
  await ben.ask('PUT', `${path}/read`, { seq: shown.seq })
  await ana.send(room.id, 'softly, at the end', { mentions, silent: true })
  expect(await counts()).toEqual([0, 0])
  // The only mention after the mark is before what was read.
  await ben.ask('PUT', `${path}/unread`, { seq: shown.seq })
  expect(await counts()).toEqual([1, 1])
  await ben.ask('PUT', `${path}/read`, { seq: shown.seq })
  // None of it is lost: whoever looks for mentions finds them all.
  expect((await ben.ask('GET', '/mentions')).mentions).toHaveLength(6)
})

test('[MNT-6] when everything is read no mention is left, and rooms with nothing to read hear nothing', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const quiet = await ana.room('group', ben)
  const mentions = { users: [ben.id] }
  await ana.send(room.id, 'said', { mentions })
  await ana.send(quiet.id, 'said softly', { mentions, silent: true })
  expect(await ben.ask('PUT', '/read')).toEqual({ rooms: 1 })
  const { rooms } = await ben.ask('GET', '/rooms')
  expect(rooms.map((r: MyRoom) => [r.unread, r.mentions])).toEqual([
    [0, 0],
    [0, 0],
  ])
})

test('[MNT-6] a thousand stands for that many mentions or more', async () => {
  await using at = await setUp()
  const { server, ben, room } = at
  const app = server.backend()
  const bot = `bot-${crypto.randomUUID()}`
  await app.ask('POST', '/users', { id: bot, name: 'Bot', kind: 'bot' })
  await app.ask('PUT', `/rooms/${room.id}/members/${bot}`)
  // Mentions are not sent in step: on a server, a thousand of them are planted.
  const isPlanted = DATABASE !== 'sqlite'
  const mentions = { users: [ben.id] }
  const said = { text: 'x', sender: bot, ...(!isPlanted && { mentions }) }
  const one = { name: 'messages.send', input: { room: room.id, ...said } }
  await app.ask('POST', '/batch', { mode: 'each', commands: Array(LIMITS.unreadMax).fill(one) })
  if (isPlanted)
    await run(
      DATABASE,
      server.place.PARLANCE_DATABASE_URL,
      `insert into mentions select '${ben.id}', id, room, seq from messages where room = '${room.id}'`,
    )
  const count = async () => (await ben.ask('GET', '/rooms')).rooms[0].mentions
  expect(await count()).toBe(LIMITS.unreadMax)
  await app.ask('POST', `/rooms/${room.id}/messages`, { text: 'x', sender: bot, mentions })
  expect(await count()).toBe(LIMITS.unreadMax)
}, 60_000)
