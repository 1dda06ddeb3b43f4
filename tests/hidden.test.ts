import { expect, test } from 'bun:test'
import type { Message } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { HeardAll, wsClient } from './support/graphql.ts'
import { parlance } from './support/parlance.ts'
import { Quick, quickRoom } from './support/quick.ts'
import { shadowBan } from './support/shadow.ts'
import { waitFor } from './support/wait.ts'

/** Ana owns the room, Mo is its moderator, Mallory is shadow-banned. */
async function setUp() {
  const server = await parlance()
  const names = ['Ana', 'Mo', 'Ben', 'Mallory'] as const
  const [ana, mo, ben, mallory] = await Promise.all(names.map((name) => server.user(name)))
  if (!ana || !mo || !ben || !mallory) throw new Error('no people')
  const room = await ana.room('public', mo, ben, mallory)
  await ana.ask('PATCH', `/rooms/${room.id}/members/${mo.id}`, { role: 'moderator' })
  await shadowBan(server, mallory)
  return {
    server,
    ana,
    mo,
    ben,
    mallory,
    room,
    path: `/rooms/${room.id}/messages`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[HID-3] on every transport only the sender and the staff receive what a shadow-banned user sends', async () => {
  await using at = await setUp()
  const people = [at.ana, at.mo, at.ben, at.mallory]
  const clients = people.map(wsClient)
  const open = (who: Client, client: ReturnType<typeof wsClient>, cursor?: string) =>
    Promise.all([
      who.socket(cursor === undefined ? {} : { cursor }),
      who.stream(undefined, cursor === undefined ? '' : `?cursor=${cursor}`),
      new HeardAll(client, cursor).ready(),
    ])
  const { cursor } = await at.ben.ask('GET', '/rooms')
  const live = await Promise.all(people.map((who, i) => open(who, clients[i] as never)))
  const sent = await at.mallory.send(at.room.id, 'you are all fools')
  await at.ben.send(at.room.id, 'good morning')
  const resumed = await Promise.all(people.map((who, i) => open(who, clients[i] as never, cursor)))
  for (const [i, who] of people.entries())
    for (const door of [...(live[i] ?? []), ...(resumed[i] ?? [])]) {
      // A cursor alone repeats what is within the commit window before it.
      const of = () => door.events.filter(({ log, seq }) => log === at.room.id && seq >= sent.seq)
      const [first, second] = await waitFor(() => of().length >= 2 && of())
      expect(second).toMatchObject({ type: 'message.created', message: { text: 'good morning' } })
      const common = { log: at.room.id, seq: sent.seq, cursor: first?.cursor, at: sent.createdAt }
      if (who === at.ben) expect(first as object).toEqual({ type: 'event.skipped', ...common })
      else {
        const hidden = who === at.mallory ? {} : { hidden: true }
        expect(first).toMatchObject({ type: 'message.created', message: { ...sent, ...hidden } })
        expect(JSON.stringify(first).includes('hidden')).toBe(who !== at.mallory)
      }
    }
  for (const client of clients) await client.dispose()
})

test('[HID-3] a quick room and the lobby page do not show the messages of a shadow-banned user', async () => {
  await using server = await parlance()
  const [mallory, ben] = [await server.user('Mallory'), await server.user('Ben')]
  const id = await quickRoom(server.url)
  for (const who of [mallory, ben]) {
    await who.ask('PUT', `/rooms/${id}/members/me`)
    await who.ask('PUT', `/rooms/${server.lobby}/members/me`)
  }
  await shadowBan(server, mallory)
  const quick = await Quick.join(server.url, { name: 'Gus', room: id })
  for (const room of [id, server.lobby]) {
    await mallory.send(room, 'you are all fools')
    await ben.send(room, 'good morning')
  }
  const late = await Quick.join(server.url, { name: 'Gil', room: id, history: '10' })
  for (const lines of [await quick.hears(2), await late.hears(2)]) {
    expect(JSON.stringify(lines)).toContain('good morning')
    expect(JSON.stringify(lines)).not.toContain('fools')
  }
  const page = await (await fetch(`${server.url}/api/history`)).text()
  expect(page).toContain('good morning')
  expect(page).not.toContain('fools')
  quick.close()
  late.close()
})

test('[HID-3] others find no message of a shadow-banned user in any list, the staff find it in all', async () => {
  await using at = await setUp()
  const root = await at.ben.send(at.room.id, 'shall we?')
  const reply = await at.mallory.send(at.room.id, 'fools reply', { thread: root.id, inRoom: true })
  const users = [at.ben.id, at.mo.id]
  const sent = await at.mallory.send(at.room.id, 'fools', { mentions: { users } })
  const { id } = sent
  await at.mallory.ask('PUT', `${at.path}/${root.id}/reactions/:fool:`)
  await at.mo.ask('PUT', `/rooms/${at.room.id}/pins/${id}`)
  await at.mo.ask('PUT', `${at.path}/${id}/reactions/:eyes:`)
  const seen = async (who: Client) => {
    const ids = (messages: readonly Message[]) => messages.some((m) => m.id === id)
    const mine = (await who.ask('GET', '/rooms')).rooms[0]
    const status = async (path: string) => (await who.call('GET', path)).status
    const explained = `/permissions/reactions.add?room=${at.room.id}&message=${id}`
    return {
      list: ids(await who.history(at.room.id)),
      after: ids(await who.history(at.room.id, `?after=${root.seq}&limit=2`)),
      around: ids(await who.history(at.room.id, `?around=${sent.seq}`)),
      last: mine.lastMessage.id === id,
      counts: [mine.unread, mine.mentions],
      unread: ids((await who.ask('GET', `/rooms/${at.room.id}/unread`)).messages),
      get: await status(`${at.path}/${id}`),
      find: await status(`/messages/${id}`),
      versions: await status(`${at.path}/${id}/versions`),
      reactions: await status(`${at.path}/${id}/reactions`),
      receipts: await status(`${at.path}/${id}/seen`),
      explain: (await who.ask('GET', explained)).code,
      search: (await who.ask('GET', '/search?q=fools')).found.length,
      pins: ids((await who.ask('GET', `/rooms/${at.room.id}/pins`)).messages),
      thread: (await who.history(at.room.id, `?thread=${root.id}`)).map((m) => m.id),
      root: (await who.history(at.room.id)).find((m) => m.id === root.id),
      reactors: (await who.ask('GET', `${at.path}/${root.id}/reactions`)).reactions.length,
      mentions: (await who.ask('GET', '/mentions')).mentions.length,
    }
  }
  const all = { list: true, after: true, around: true, last: true, unread: false, pins: true }
  const found = {
    get: 200,
    find: 200,
    versions: 200,
    reactions: 200,
    receipts: 200,
    explain: undefined,
  }
  const hidden = {
    reactors: 1,
    search: 2,
    thread: [reply.id],
    root: { replies: { count: 1 }, reactions: [{ emoji: ':fool:', count: 1 }] },
  }
  expect(await seen(at.mo)).toMatchObject({ ...all, ...found, ...hidden, mentions: 0 })
  expect(await seen(at.mallory)).toMatchObject({ ...all, ...found, ...hidden })
  const ben = await seen(at.ben)
  expect(ben).toMatchObject({
    ...{ list: false, after: false, around: false, last: false, unread: false, pins: false },
    ...{ get: 404, find: 404, versions: 404, reactions: 404, receipts: 404, explain: 'not_found' },
    ...{ reactors: 0, search: 0, thread: [], mentions: 0, counts: [0, 0] },
  })
  expect(ben.root).toEqual(root)
  for (const [method, path] of [
    ['PUT', `${at.path}/${id}/reactions/:eyes:`],
    ['PUT', `/rooms/${at.room.id}/threads/${id}/follow`],
    ['DELETE', `${at.path}/${id}`],
  ] as const)
    expect((await at.ben.call(method, path)).body.code).toBe('not_found')
  const quoting = await at.ben.call('POST', at.path, { text: 'what?', replyTo: id })
  expect(quoting.body.code).toBe('not_found')
  expect((await at.server.backend().ask('GET', `${at.path}/${id}`)).hidden).toBe(true)
})

test('[HID-3] in a dm only the sender sees the messages of a shadow-banned user, even where the other is of the server’s staff', async () => {
  await using at = await setUp()
  await at.server.backend().ask('PATCH', `/users/${at.ben.id}`, { role: 'administrator' })
  const dm = await at.ben.ask('POST', '/rooms', { type: 'dm', members: [at.mallory.id] })
  const sent = await at.mallory.send(dm.id, 'fool')
  expect(await at.mallory.history(dm.id)).toEqual([sent])
  expect(await at.ben.history(dm.id)).toEqual([])
  // In the room, whose member he is, he sees all.
  const { id } = await at.mallory.send(at.room.id, 'fools')
  expect((await at.ben.history(at.room.id)).at(-1)).toMatchObject({ id, hidden: true })
})

test('[HID-4] to others an edit by a shadow-banned user deletes the message that they have seen', async () => {
  await using at = await setUp()
  await shadowBan(at.server, at.mallory, false)
  const sent = await at.mallory.send(at.room.id, 'good morning', {
    mentions: { users: [at.ben.id] },
  })
  await at.ben.send(at.room.id, 'to you, too', { replyTo: sent.id })
  await shadowBan(at.server, at.mallory)
  const sockets = await Promise.all([at.ben, at.mallory, at.ana].map((who) => who.socket()))
  const edited = await at.mallory.ask('PATCH', `${at.path}/${sent.id}`, { text: 'fools' })
  expect(edited).toMatchObject({ text: 'fools', version: 2 })
  const [other, own, staff] = await Promise.all(
    sockets.map(async (socket) => (await socket.hears(at.room.id, 1))[0]),
  )
  expect(own as object).toMatchObject({ type: 'message.updated', message: edited })
  expect(staff as object).toMatchObject({
    type: 'message.updated',
    message: { ...edited, hidden: true },
  })
  expect(other as object).toMatchObject({ type: 'message.deleted', by: edited.sender })
  expect(JSON.stringify(other)).not.toMatch(/fools|hidden/)
  const [gone, reply] = await at.ben.history(at.room.id)
  expect(gone).toMatchObject({ id: sent.id, text: '', deletedAt: edited.editedAt, version: 1 })
  expect(reply?.quote).toMatchObject({ id: sent.id, deletedAt: edited.editedAt })
  expect(reply?.quote?.text).toBeUndefined()
  expect((await at.mallory.history(at.room.id))[1]?.quote?.text).toBe('fools')
  const versions = async (who: Client) =>
    (await who.ask('GET', `${at.path}/${sent.id}/versions`)).versions.length
  expect([await versions(at.ben), await versions(at.mallory)]).toEqual([0, 1])
  expect((await at.ben.ask('GET', '/search?q=fools')).found).toEqual([])
  expect((await at.ben.ask('GET', '/search?q=morning')).found).toEqual([])
  expect((await at.ben.ask('GET', '/mentions')).mentions).toEqual([])
  expect((await at.ben.call('PUT', `${at.path}/${sent.id}/reactions/:a:`)).body.code).toBe(
    'deleted',
  )
})

test('[HID-6] the staff of the room decide by their role at the time of reading, and a lifted ban shows nothing that was hidden', async () => {
  await using at = await setUp()
  const { id } = await at.mallory.send(at.room.id, 'fools')
  const last = async (who: Client) => (await who.history(at.room.id)).at(-1)?.id
  expect([await last(at.mo), await last(at.ben)]).toEqual([id, undefined])
  const { cursor } = await at.ben.ask('GET', '/rooms')
  for (const [who, role] of [
    [at.mo, 'member'],
    [at.ben, 'moderator'],
  ] as const)
    await at.ana.ask('PATCH', `/rooms/${at.room.id}/members/${who.id}`, { role })
  expect([await last(at.mo), await last(at.ben)]).toEqual([undefined, id])
  await shadowBan(at.server, at.mallory, false)
  const shown = await at.mallory.send(at.room.id, 'sorry')
  expect(await last(at.mo)).toBe(shown.id)
  expect((await at.mo.history(at.room.id)).map((m) => m.text)).toEqual(['sorry'])
  const socket = await at.mo.socket({ cursor })
  await socket.hears(at.room.id, 3)
  expect(JSON.stringify(socket.frames)).not.toContain('fools')
})
