import { expect, test } from 'bun:test'
import type { EphemeralEvent, Event } from '../protocol/events.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { EVERYTHING_HEARD, inWireEvent, Subscribed, wsClient } from './support/graphql.ts'
import { BUSES, nodes } from './support/nodes.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { list, shows, states } from './support/presence.ts'
import { execute } from './support/sql.ts'
import { hears, types, typings } from './support/typing.ts'
import { waitFor } from './support/wait.ts'

async function setUp(requests: 'on' | 'off') {
  const server = await parlance({ PARLANCE_REQUESTS: requests })
  const [ana, ben] = await Promise.all(['Ana', 'Ben'].map(server.user))
  if (!ana || !ben) throw new Error('a user is missing')
  for (const each of [ana, ben]) await each.ask('GET', '/me')
  const common = await ana.room('public')
  await ben.ask('PUT', `/rooms/${common.id}/members/me`)
  // Strangers must be asked where requests are on.
  const dm: string =
    requests === 'on' ? '' : (await ana.ask('POST', '/rooms', { type: 'dm', members: [ben.id] })).id
  return {
    server,
    ana,
    ben,
    common,
    dm,
    block: () => ana.ask('PUT', `/me/blocks/${ben.id}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const textsIn = async (client: Client, room: string) =>
  (await client.history(room)).map(({ text }) => text)

test('[BLK-1] what a blocked user writes in the dm reaches the other nowhere, and the user finds no sign', async () => {
  await using at = await setUp('off')
  const { ana, ben, dm } = at
  await ben.send(dm, 'before')
  const unread = async () => (await roomOf(ana, dm)).unread
  expect(await unread()).toBe(1)
  await at.block()
  const [hers, his] = [await ana.socket(), await ben.socket()]
  const answer = await ben.call('POST', `/rooms/${dm}/messages`, { text: 'blocked' })
  expect(answer.status).toBe(201)
  expect(JSON.stringify(answer.body)).not.toContain('hidden')
  expect((await his.hears(dm as never, 1))[0]?.type).toBe('message.created')
  const [event] = await hers.hears(dm as never, 1)
  expect(event?.type as string).toBe('event.skipped')
  expect(await textsIn(ben, dm)).toEqual(['before', 'blocked'])
  expect(await textsIn(ana, dm)).toEqual(['before'])
  expect(await unread()).toBe(0)
  const search = (q: string) => ana.ask('GET', `/search?q=${q}`)
  await waitFor(async () => (await search('before')).found.length === 1)
  expect((await search('blocked')).found).toEqual([])
  await ana.send(dm, 'still here')
  expect(await textsIn(ben, dm)).toEqual(['before', 'blocked', 'still here'])
})

test('[BLK-1] after the block has ended, messages arrive again, and earlier ones stay hidden', async () => {
  await using at = await setUp('off')
  const { ana, ben, dm } = at
  await at.block()
  await ben.send(dm, 'blocked')
  await ana.ask('DELETE', `/me/blocks/${ben.id}`)
  await ben.send(dm, 'welcome back')
  expect(await textsIn(ana, dm)).toEqual(['welcome back'])
})

test('[BLK-2] a blocked user cannot add the other to a room, and requests and invitations do not arrive', async () => {
  await using at = await setUp('on')
  const { ana, ben, common } = at
  await at.block()
  const group = { type: 'group', name: 'New', members: [ana.id] }
  expect((await ben.call('POST', '/rooms', group)).body.code).toBe('consent_required')
  const asked = await ben.call('POST', '/requests', { user: ana.id })
  expect(asked.status).toBe(201)
  expect((await ana.ask('GET', '/requests')).requests).toEqual([])
  const own = await ben.room('group')
  await ben.ask('POST', `/rooms/${own.id}/invitations`, { user: ana.id })
  expect((await ana.ask('GET', '/invitations')).invitations).toEqual([])
  await ana.ask('GET', `/rooms/${common.id}`)
})

test('[BLK-3] two devices that block the same user at once make one block', async () => {
  await using at = await setUp('off')
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => at.ana.call('PUT', '/me/blocks/somebody')),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  expect((await at.ana.ask('GET', '/me/blocks')).blocks).toHaveLength(1)
})

test('[BLK-3] a user blocks 1,000 users and no more, and can block one of them again', async () => {
  await using at = await setUp('off')
  const socket = await at.ana.socket()
  const block = (n: number) => socket.command('blocks.create', { user: `user-${n}` })
  const { PARLANCE_DATABASE_URL, PARLANCE_DATA } = at.server.place
  const rows = Array.from({ length: 999 }, (_, n) => `('${at.ana.id}', 'user-${n + 1}', 1)`)
  await execute(PARLANCE_DATABASE_URL, [`insert into blocks values ${rows}`], PARLANCE_DATA)
  expect(await block(0)).toMatchObject({ user: 'user-0' })
  expect(await block(1000)).toBe('too_many')
  expect(await block(0)).toMatchObject({ user: 'user-0' })
  await socket.command('blocks.delete', { user: 'user-0' })
  expect(await block(1000)).toMatchObject({ user: 'user-1000' })
})

test('[BLK-3] blocks are listed, are events of the user alone, and nobody blocks themselves', async () => {
  await using at = await setUp('off')
  const { ana, ben } = at
  const [hers, his] = [await ana.socket(), await ben.socket()]
  await at.block()
  await at.block()
  const { blocks } = await ana.ask('GET', '/me/blocks')
  expect(blocks).toMatchObject([{ user: ben.id }])
  expect(await ben.ask('GET', '/me/blocks')).toEqual({ blocks: [] })
  await ana.ask('DELETE', `/me/blocks/${ben.id}`)
  const heard = await hers.hears(`user:${ana.id}` as never, 2)
  expect(heard.map(({ type }) => type)).toEqual(['block.created', 'block.deleted'])
  await at.server.backend().ask('PATCH', `/users/${ben.id}`, { name: 'Ben K' })
  expect((await his.hears(`user:${ben.id}` as never, 1))[0]?.type).toBe('user.updated')
  const myself = await ana.call('PUT', `/me/blocks/${ana.id}`)
  expect([myself.status, myself.body.code]).toEqual([400, 'invalid_input'])
  const nobody = await ana.call('PUT', '/me/blocks/nobody-at-all')
  expect(nobody.status).toBe(200)
})

/** A group of Ana, Ben, whom Ana has blocked, and Cleo. */
async function group(server: Parlance) {
  const [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map(server.user))
  if (!ana || !ben || !cleo) throw new Error('a user is missing')
  for (const each of [ana, ben, cleo]) await each.ask('GET', '/me')
  const room = await ana.room('group', ben, cleo)
  const block = () => ana.ask('PUT', `/me/blocks/${ben.id}`)
  const unblock = () => ana.ask('DELETE', `/me/blocks/${ben.id}`)
  return { ana, ben, cleo, room, block, unblock }
}

const isEphemeral = (event: Event | EphemeralEvent): event is EphemeralEvent => !('seq' in event)

const roomOf = async (who: Client, room: string) =>
  (await who.ask('GET', '/rooms')).rooms.find(({ id }: { id: string }) => id === room)

test('[BLK-4] in a group the messages of a blocked user are not unread and mention nobody who has blocked them', async () => {
  await using server = await parlance()
  const { ana, ben, cleo, room, block, unblock } = await group(server)
  const root = await ana.send(room.id, 'a root')
  const mentions = { users: [ana.id, cleo.id] }
  await ben.send(room.id, 'before the block', { mentions })
  expect(await roomOf(ana, room.id)).toMatchObject({ unread: 1, mentions: 1 })
  await block()
  expect(await roomOf(ana, room.id)).toMatchObject({ unread: 0, mentions: 0 })
  expect((await ana.ask('GET', '/mentions')).mentions).toEqual([])
  const [hers, cleos] = [await ana.socket(), await cleo.socket()]
  const sent = await ben.send(room.id, 'blocked', { mentions })
  // The message is as ever, for the sender as well: nothing of it says that somebody was left out.
  expect(sent).toMatchObject({ text: 'blocked', mentions })
  expect(sent.ignored).toBeUndefined()
  const edited = { text: 'edited', mentions: { room: true } }
  await ben.ask('PATCH', `/rooms/${room.id}/messages/${sent.id}`, edited)
  await ben.send(room.id, 'a reply', { thread: root.id })
  await cleo.send(room.id, 'of Cleo', { thread: root.id })
  await cleo.send(room.id, 'of Cleo', { mentions })
  const isMention = ({ type }: { type: string }) => type === 'mention.created'
  await waitFor(() => cleos.events.filter(isMention).length === 1)
  const mine = await waitFor(() => {
    const found = hers.events.filter(isMention)
    return found.length > 0 && found
  })
  expect(mine).toMatchObject([{ by: { id: cleo.id } }])
  expect(await roomOf(ana, room.id)).toMatchObject({ unread: 1, mentions: 1 })
  expect(await roomOf(cleo, room.id)).toMatchObject({ mentions: 2 })
  const { messages } = await ana.ask('GET', `/rooms/${room.id}/unread`)
  expect(messages).toMatchObject([{ text: 'of Cleo' }])
  const thread = await ana.ask('GET', `/rooms/${room.id}/threads/${root.id}`)
  expect(thread.unread).toBe(1)
  expect((await ana.ask('GET', '/mentions')).mentions).toHaveLength(1)
  // The history is whole, as other members answer to it: apps hide what is in it of blocked users.
  expect((await ana.history(room.id)).some(({ sender }) => sender.id === ben.id)).toBe(true)
  await unblock()
  expect(await roomOf(ana, room.id)).toMatchObject({ unread: 3 })
})

test('[BLK-5] typing and presence of a blocked user do not reach the blocker, on any transport; the other way they do', async () => {
  await using server = await parlance()
  const { ana, ben, cleo, room, block, unblock } = await group(server)
  await block()
  const client = wsClient(ana)
  const all = new Subscribed(client, EVERYTHING_HEARD, { ephemeral: true })
  const subscription = {
    get signals() {
      return all.received.map(({ event }) => inWireEvent(event)).filter(isEphemeral)
    },
  }
  await waitFor(() => all.said.some(({ data }) => data.events.event.__typename === 'Ready'))
  const hers = [await ana.socket(), await ana.stream(), subscription]
  const cleos = [await cleo.socket(), await cleo.stream()]
  const bens = await ben.socket()
  const see = (listener: (typeof hers)[number]) =>
    waitFor(() => typings(listener).some(({ user }) => user.id === cleo.id))
  expect((await types(ben, room.id)).status).toBe(204)
  await shows(ben, { state: 'away' })
  for (const listener of cleos) {
    await hears(listener, 1)
    await waitFor(() => states(listener, ben).includes('away'))
  }
  await types(cleo, room.id)
  for (const listener of hers) {
    await see(listener)
    expect(typings(listener).some(({ user }) => user.id === ben.id)).toBe(false)
    expect(states(listener, ben)).toEqual([])
  }
  const listed = async (who: Client): Promise<string[]> =>
    (await list(who, room.id)).map(({ user }) => user.id)
  expect(await listed(ana)).toEqual(expect.not.arrayContaining([ben.id]))
  expect(await listed(cleo)).toEqual(expect.arrayContaining([ana.id, ben.id]))
  // The blocked user sees the blocker as before.
  expect(await listed(ben)).toEqual(expect.arrayContaining([ana.id, cleo.id]))
  await types(ana, room.id)
  await waitFor(() => typings(bens).some(({ user }) => user.id === ana.id))
  await unblock()
  expect(await listed(ana)).toContain(ben.id)
  await shows(ben, { state: 'online' })
  for (const listener of hers) await waitFor(() => states(listener, ben).includes('online'))
  await client.dispose()
})

if (DATABASE !== 'sqlite')
  for (const [name, bus] of BUSES)
    test(`[BLK-5] on ${name}: typing and presence of a blocked user reach no node of the blocker`, async () => {
      await using cluster = await nodes(3, { PARLANCE_REDIS_URL: bus })
      const { ana, ben, cleo, room, block } = await group(cluster.at(0))
      await block()
      const hers = await Promise.all([1, 2].map((n) => ana.at(cluster.at(n).url).socket()))
      const cleos = await cleo.at(cluster.at(2).url).socket()
      const bens = await ben.at(cluster.at(0).url).stream()
      await types(ben.at(cluster.at(0).url), room.id)
      await waitFor(() => typings(cleos).length > 0 && states(cleos, ben).includes('online'))
      await types(cleo.at(cluster.at(0).url), room.id)
      for (const socket of hers) {
        await waitFor(() => typings(socket).some(({ user }) => user.id === cleo.id))
        expect(typings(socket).some(({ user }) => user.id === ben.id)).toBe(false)
        expect(states(socket, ben)).toEqual([])
      }
      bens.close()
    })
