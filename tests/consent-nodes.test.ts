import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { codes } from './support/consent.ts'
import { DATABASE } from './support/database.ts'
import { HeardAll, wsClient } from './support/graphql.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { waitFor } from './support/wait.ts'

/** Three nodes with one database and one bus; on SQLite one node is all three. */
let cluster: Awaited<ReturnType<typeof nodes>>
beforeAll(async () => {
  const count = DATABASE === 'sqlite' || REDIS === '' ? 1 : 3
  cluster = await nodes(count, { PARLANCE_REQUESTS: 'on' })
})
afterAll(() => cluster[Symbol.asyncDispose]())

/** A user at each of the nodes. */
async function someone(name: string) {
  const user = await cluster.at(0).user(name)
  await user.ask('GET', '/me')
  return [0, 1, 2].map((n) => user.at(cluster.at(n).url)) as [Client, Client, Client]
}

const dmWith = (who: Client, { id }: Client) =>
  who.call('POST', '/rooms', { type: 'dm', members: [id] })
const ask = async (who: Client, { id }: Client) =>
  (await who.ask('POST', '/requests', { user: id })).id
const accept = (who: Client, id: string) => who.call('POST', `/requests/${id}/accept`)

test('[REQ-1] [REQ-3] a request of one node is received on every other, and what is accepted there counts on all at once', async () => {
  const [ana, anaOnTwo, anaOnThree] = await someone('Ana')
  const [benOnOne, ben, benOnThree] = await someone('Ben')
  const [socket, stream, hers] = await Promise.all([
    ben.socket(),
    benOnThree.stream(),
    anaOnThree.socket(),
  ])
  const graphql = wsClient(benOnOne)
  const subscription = await new HeardAll(graphql).ready()
  for (const who of [ana, anaOnTwo, anaOnThree])
    expect(codes(await dmWith(who, ben))).toEqual(['consent_required'])
  const id = await ask(ana, ben)
  for (const heard of [socket, stream, subscription])
    await waitFor(() => heard.events.some(({ type }) => type === 'request.created'))
  expect(codes(await dmWith(anaOnThree, ben))).toEqual(['consent_required'])
  const { body: dm } = await accept(benOnThree, id)
  for (const who of [ana, anaOnTwo, anaOnThree]) {
    const made = await dmWith(who, ben)
    expect([made.status, made.body.id]).toEqual([200, dm.id])
    await who.send(dm.id, 'hello')
  }
  for (const heard of [socket, stream, subscription])
    await waitFor(() => heard.events.filter(({ type }) => type === 'message.created').length === 3)
  await waitFor(() => hers.events.some(({ type }) => type === 'request.accepted'))
  // Who leaves ends the consent, on all nodes at once.
  await ben.ask('DELETE', `/rooms/${dm.id}/members/me`)
  expect(codes(await dmWith(anaOnThree, ben))).toEqual(['consent_required'])
  for (const open of [socket, stream, hers]) open.close()
  await graphql.dispose()
})

test('[REQ-2] [REQ-3] a request that is sent and answered on several nodes at once is one, and answered once', async () => {
  for (let round = 0; round < 3; round++) {
    const ana = await someone('Ana')
    const [ben, benOnTwo] = await someone('Ben')
    const sent = await Promise.all(
      ana.map((who) => who.call('POST', '/requests', { user: ben.id })),
    )
    expect(codes(...sent).sort()).toEqual([200, 200, 201])
    const [id] = new Set(sent.map(({ body }) => body.id))
    expect((await ben.ask('GET', '/requests')).requests).toMatchObject([{ id }])
    const answers = await Promise.all([
      accept(ben, id),
      benOnTwo.call('POST', `/requests/${id}/decline`, {}),
      ana[2].call('DELETE', `/requests/${id}`),
    ])
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
    const isAccepted = answers[0].status === 200
    expect(codes(await dmWith(ana[1], ben))).toEqual([isAccepted ? 200 : 'consent_required'])
  }
})

test('[REQ-3] [ROO-1] two who ask each other, and accept on two nodes at once, have one dm', async () => {
  const [ana, anaOnTwo] = await someone('Ana')
  const [ben, , benOnThree] = await someone('Ben')
  const [hers, his] = await Promise.all([ask(ana, ben), ask(ben, ana)])
  const accepted = await Promise.all([accept(anaOnTwo, his), accept(benOnThree, hers)])
  const rooms = new Set(accepted.flatMap(({ status, body }) => (status === 200 ? body.id : [])))
  expect(rooms.size).toBe(1)
  const made = await Promise.all([dmWith(ana, ben), dmWith(benOnThree, ana)])
  expect(made.map(({ body }) => body.id)).toEqual([...rooms, ...rooms])
})

test('[REQ-7] [REQ-12] who may reach a user is set on one node and counts on every other at once', async () => {
  const [ana, anaOnTwo, anaOnThree] = await someone('Ana')
  const [ben, benOnTwo, benOnThree] = await someone('Ben')
  const { id: open } = await ana.room('public')
  await ben.ask('PUT', `/rooms/${open}/members/me`)
  const { id: group } = await ana.room('group')
  const device = await benOnThree.socket()
  await benOnTwo.ask('PATCH', '/me/consent', { requestsFrom: 'nobody' })
  expect(codes(await anaOnThree.call('PUT', `/rooms/${group}/members/${ben.id}`))).toEqual([
    'consent_required',
  ])
  await waitFor(() => device.events.some(({ type }) => type === 'consent.updated'))
  await ask(anaOnTwo, ben)
  await anaOnTwo.ask('POST', `/rooms/${group}/invitations`, { user: ben.id })
  expect((await benOnThree.ask('GET', '/requests')).requests).toEqual([])
  expect((await benOnThree.ask('GET', '/invitations')).invitations).toEqual([])
  await benOnThree.ask('PATCH', '/me/consent', { requestsFrom: 'everyone' })
  expect((await ana.call('PUT', `/rooms/${group}/members/${ben.id}`)).status).toBeLessThan(300)
  device.close()
})

test('[JRQ-4] [JRQ-5] a join request goes from one node to the staff on another, and is accepted on a third', async () => {
  const [ana, anaOnTwo, anaOnThree] = await someone('Ana')
  const [cleo, cleoOnTwo] = await someone('Cleo')
  const settings = { type: 'public', name: 'Asked', entry: 'request' }
  const { id: room } = await ana.ask('POST', '/rooms', settings)
  const [staff, hers] = await Promise.all([anaOnTwo.socket(), cleoOnTwo.socket()])
  const { id } = await cleo.ask('POST', `/rooms/${room}/join-requests`, {})
  await waitFor(() => staff.events.some(({ type }) => type === 'joinRequest.created'))
  await ana.send(room, 'not for her')
  await anaOnThree.ask('POST', `/join-requests/${id}/accept`, {})
  await ana.send(room, 'welcome')
  await waitFor(() => hers.events.some(({ type }) => type === 'joinRequest.accepted'))
  const received = await hers.hears(room, 2)
  expect(received.map(({ type }) => type)).toEqual(['member.joined', 'message.created'])
  for (const open of [staff, hers]) open.close()
})

test('[SAN-3] of appeals on several nodes at once one is accepted', async () => {
  const ben = await someone('Ben')
  const app = cluster.at(0).backend()
  const { id } = await app.ask('POST', '/sanctions', { kind: 'mute', user: ben[0].id })
  const appeals = await Promise.all(
    ben.map((who, n) => who.call('POST', `/me/sanctions/${id}/appeal`, { text: `no ${n}` })),
  )
  const [accepted, ...more] = appeals.filter(({ status }) => status === 200)
  expect([accepted?.body.appeal.text, more]).toEqual([expect.stringMatching(/^no \d$/), []])
  const { sanctions } = await ben[1].ask('GET', '/me/sanctions')
  expect(sanctions).toMatchObject([{ id, appeal: { text: accepted?.body.appeal.text } }])
})

test('[BLK-1] [BLK-3] devices on several nodes that block at once make one block, which counts on every node at once', async () => {
  const [ana, anaOnTwo, anaOnThree] = await someone('Ana')
  const [ben, benOnTwo, benOnThree] = await someone('Ben')
  const { body: dm } = await accept(ben, await ask(ana, ben))
  const device = await anaOnThree.socket()
  const path = `/me/blocks/${ben.id}`
  const blocks = await Promise.all([ana, anaOnTwo, anaOnThree].map((who) => who.call('PUT', path)))
  expect(codes(...blocks)).toEqual([200, 200, 200])
  for (const who of [ben, benOnTwo, benOnThree]) await who.send(dm.id, 'hidden')
  await anaOnTwo.ask('DELETE', path)
  await benOnThree.send(dm.id, 'shown')
  const received = await waitFor(() => {
    const ofDm = device.events.filter(({ log }) => log === dm.id)
    return ofDm.some(({ type }) => type === 'message.created') && ofDm
  })
  const types = received.map(({ type }) => type).join(' ')
  expect(types).toBe('event.skipped event.skipped event.skipped message.created')
  const own = device.events.filter(({ type }) => type.startsWith('block.'))
  expect(own.map(({ type }) => type)).toEqual(['block.created', 'block.deleted'])
  device.close()
})
