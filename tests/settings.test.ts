import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

async function setUp(settings: object = {}) {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  for (const who of [ana, ben]) await who.ask('GET', '/me')
  const room = await ana.ask('POST', '/rooms', {
    type: 'group',
    name: 'Room',
    members: [ben.id],
    ...settings,
  })
  return {
    server,
    ana,
    ben,
    room,
    change: (change: object) => ana.ask('PATCH', `/rooms/${room.id}`, change),
    say: (who: Client, more: object = {}) =>
      who.call('POST', `/rooms/${room.id}/messages`, { text: 'x', ...more }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[ROO-7] only what is named of a room changes, and an empty topic is none', async () => {
  await using at = await setUp({ topic: 'cats', data: { a: 1 } })
  expect(at.room).toMatchObject({ topic: 'cats', readOnly: false, history: 'all', memberCount: 2 })
  const socket = await at.ben.socket()
  const after = await at.change({ name: 'Dogs' })
  expect(after).toMatchObject({ name: 'Dogs', topic: 'cats', data: { a: 1 } })
  expect((await at.change({ topic: '' })).topic).toBeUndefined()
  expect(await socket.hears(at.room.id, 2)).toMatchObject([
    { room: after },
    { room: { name: 'Dogs' } },
  ])
  expect(await at.ben.ask('GET', `/rooms/${at.room.id}`)).toEqual(
    await at.ana.ask('GET', `/rooms/${at.room.id}`),
  )
})

test('[ROO-8] in a read-only room the staff speak, in an archived one nobody, until it is back', async () => {
  await using at = await setUp()
  await at.change({ readOnly: true })
  expect((await at.say(at.ben)).body.code).toBe('forbidden')
  const said = (await at.say(at.ana)).body
  expect((await at.change({ archived: true })).archivedAt).toBeString()
  const message = `/rooms/${at.room.id}/messages/${said.id}`
  for (const refused of [
    await at.say(at.ana),
    await at.ana.call('PATCH', message, { text: 'y' }),
    await at.ana.call('PUT', `${message}/reactions/:a:`),
    await at.ana.call('PUT', `/rooms/${at.room.id}/pins/${said.id}`),
  ])
    expect([refused.status, refused.body.code]).toEqual([409, 'archived'])
  expect(await at.ben.history(at.room.id)).toHaveLength(1)
  expect(await at.change({ archived: false, readOnly: false })).not.toHaveProperty('archivedAt')
  expect((await at.say(at.ben)).status).toBe(201)
})

test('[ROO-9] where history begins with joining, nothing of before is seen: no page, message, quote, pin or thread', async () => {
  await using at = await setUp({ history: 'joined' })
  const before = (await at.say(at.ana, { text: 'before' })).body
  await at.say(at.ana, { text: 'below', thread: before.id })
  await at.ana.ask('PUT', `/rooms/${at.room.id}/pins/${before.id}`)
  const cleo = await at.server.user('Cleo')
  await cleo.ask('GET', '/me')
  await at.ana.ask('PUT', `/rooms/${at.room.id}/members/${cleo.id}`)
  const after = (await at.say(at.ana, { text: 'after', replyTo: before.id })).body
  const path = `/rooms/${at.room.id}`
  const seen = [
    await cleo.ask('GET', `${path}/messages`),
    await cleo.ask('GET', `${path}/messages?around=${before.seq}`),
    await cleo.ask('GET', `${path}/pins`),
    await cleo.ask('GET', '/rooms'),
  ]
  expect(seen[0].messages.map((m: { text: string }) => m.text)).toEqual(['after'])
  expect(seen[0].messages[0].quote).toEqual({
    id: before.id,
    seq: before.seq,
    sender: before.sender,
  })
  expect(JSON.stringify(seen)).not.toMatch(/before|below/)
  expect(seen[3].rooms[0].unread).toBe(1)
  for (const hidden of [
    `${path}/messages/${before.id}`,
    `${path}/messages/${before.id}/versions`,
    `${path}/messages/${before.id}/reactions`,
    `${path}/messages/${before.id}/seen`,
    `${path}/messages?thread=${before.id}`,
    `${path}/threads/${before.id}`,
  ])
    expect((await cleo.call('GET', hidden)).body.code).toBe('not_found')
  expect((await at.ben.ask('GET', `${path}/messages/${before.id}`)).text).toBe('before')
  expect((await cleo.ask('GET', `${path}/messages/${after.id}`)).text).toBe('after')
})

test('[ROO-10] a room type is a bundle of features; what a room does without is refused by its name', async () => {
  await using at = await setUp({ features: { reactions: false, threads: false } })
  expect(at.room.features).toEqual({
    typing: true,
    receipts: true,
    reactions: false,
    threads: false,
    presence: true,
  })
  const said = (await at.say(at.ana)).body
  const reaction = `/rooms/${at.room.id}/messages/${said.id}/reactions/:a:`
  expect((await at.ben.call('PUT', reaction)).body.code).toBe('feature_off')
  expect((await at.say(at.ben, { thread: said.id })).body.code).toBe('feature_off')
  expect((await at.change({ features: { reactions: true } })).features).toMatchObject({
    reactions: true,
    threads: false,
  })
  expect((await at.ben.call('PUT', reaction)).status).toBe(200)
  const news = await at.ana.room('announcement')
  expect(news.features).toMatchObject({ typing: false, receipts: false, presence: false })
})

test('[ROO-11] every room says how many are in it, and whoever hears its events knows, too', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  const cleo = await at.server.user('Cleo')
  await cleo.ask('GET', '/me')
  await at.ana.ask('PUT', `/rooms/${at.room.id}/members/${cleo.id}`)
  await cleo.ask('DELETE', `/rooms/${at.room.id}/members/me`)
  expect(await socket.hears(at.room.id, 2)).toMatchObject([
    { room: { memberCount: 3 } },
    { memberCount: 2 },
  ])
  expect((await at.ana.ask('GET', '/rooms')).rooms[0].memberCount).toBe(2)
})

test('[ROO-12] my rooms come in pages, the latest active first, and open ones the newest first', async () => {
  await using at = await setUp()
  const ids = [at.room.id]
  for (let n = 0; n < 6; n++) ids.push((await at.ana.room('public')).id)
  // Of one millisecond the newer id comes first, and this room is the oldest.
  const made = Date.now()
  await waitFor(() => Date.now() > made)
  await at.ana.send(at.room.id, 'now the latest')
  const pages = async (query: string) => {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { rooms, next } = await at.ana.ask('GET', `/rooms?limit=2${query}${after}`)
      seen.push(...rooms.map(({ id }: { id: string }) => id))
      if (next === undefined) return seen
      after = `&after=${encodeURIComponent(next)}`
    }
  }
  expect(await pages('')).toEqual([at.room.id, ...ids.slice(1).reverse()])
  const open = await pages('&type=public')
  expect(open.filter((id) => ids.includes(id))).toEqual(ids.slice(1).reverse())
  expect((await at.ana.call('GET', '/rooms?after=nonsense')).body.code).toBe('invalid_input')
})

test('[PIN-1] what is pinned is listed, the latest first, and received; in a group the staff pin', async () => {
  await using at = await setUp()
  const socket = await at.ben.socket()
  const [first, second] = [(await at.say(at.ana)).body, (await at.say(at.ben)).body]
  const pin = (who: Client, id: string, method = 'PUT') =>
    who.call(method, `/rooms/${at.room.id}/pins/${id}`)
  expect((await pin(at.ben, first.id)).body.code).toBe('forbidden')
  const pinned = (await pin(at.ana, first.id)).body
  expect(pinned.pinnedAt).toBeString()
  await pin(at.ana, second.id)
  await pin(at.ana, second.id)
  const pins = async () =>
    (await at.ben.ask('GET', `/rooms/${at.room.id}/pins`)).messages.map((m: { id: string }) => m.id)
  expect(await pins()).toEqual([second.id, first.id])
  await pin(at.ana, first.id, 'DELETE')
  await pin(at.ana, first.id, 'DELETE')
  expect(await pins()).toEqual([second.id])
  const received = await socket.hears(at.room.id, 5)
  expect(received.slice(2)).toMatchObject([
    { type: 'message.pinned', message: { id: first.id }, by: { id: at.ana.id } },
    { type: 'message.pinned', message: { id: second.id } },
    { type: 'message.unpinned', message: { id: first.id } },
  ])
  const dm = await at.ana.ask('POST', '/rooms', { type: 'dm', members: [at.ben.id] })
  const hers = await at.ana.send(dm.id, 'x')
  expect((await at.ben.call('PUT', `/rooms/${dm.id}/pins/${hers.id}`)).status).toBe(200)
})
