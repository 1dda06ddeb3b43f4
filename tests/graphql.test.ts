import { afterAll, beforeAll, expect, test } from 'bun:test'
import { isObjectType } from 'graphql'
import { serverAudits } from 'graphql-http'
import { makeSchema } from '../server/transports/graphql/schema/schema.ts'
import type { Client } from './support/client.ts'
import { asked, graphql } from './support/graphql.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'

let server: Parlance
let ana: Client
let ben: Client
let eve: Client
beforeAll(async () => {
  server = await parlance()
  ana = await server.user('Ana')
  ben = await server.user('Ben')
  eve = await server.user('Eve')
  for (const who of [ana, ben, eve]) await who.ask('GET', '/me')
})
afterAll(() => server[Symbol.asyncDispose]())

test('[GQL-1] it is GraphQL over HTTP: all audits of graphql-http pass', async () => {
  const audits = serverAudits({ url: `${server.url}/graphql` })
  const failed: string[] = []
  for (const audit of audits) {
    const { status, name, ...more } = await audit.fn()
    if (status !== 'ok') failed.push(`${status}: ${name} ${'reason' in more ? more.reason : ''}`)
  }
  expect(audits.length).toBeGreaterThanOrEqual(61)
  expect(failed).toEqual([])
})

const PAGE = `
  query ($room: ID!) {
    viewer { id name kind }
    room(id: $room) { id name type unread role lastMessage { text } }
    messages(room: $room, last: 2) {
      seq cursor pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id text sender { name user { kind } } room { name unread } seenBy { nodes { at user { userId } } } } }
    }
  }`

test('[GQL-2] a room, its messages, who said them and who has seen them come in one query', async () => {
  const room = await ana.room('group', ben)
  const messages = []
  for (const text of ['one', 'two', 'three']) messages.push(await ana.send(room.id, text))
  await ben.ask('PUT', `/rooms/${room.id}/read`, { seq: messages[1]?.seq })
  const data = await asked(ben, PAGE, { room: room.id })
  expect(data.viewer).toEqual({ id: ben.id, name: 'Ben', kind: 'person' })
  expect(data.room).toEqual({
    id: room.id,
    name: 'A room',
    type: 'group',
    unread: 1,
    role: 'member',
    lastMessage: { text: 'three' },
  })
  const [two, three] = data.messages.edges
  expect(two).toMatchObject({
    cursor: String(messages[1]?.seq),
    node: { text: 'two', sender: { name: 'Ana', user: { kind: 'person' } } },
  })
  expect(two.node.room).toEqual({ name: 'A room', unread: 1 })
  expect(two.node.seenBy.nodes).toMatchObject([{ user: { userId: ben.id } }])
  expect(three.node.seenBy.nodes).toEqual([])
  expect(data.messages.pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: true,
    startCursor: two.cursor,
    endCursor: three.cursor,
  })
  expect((await graphql(eve, PAGE, { room: room.id })).data.room).toBeNull()
})

const NODE = `query ($id: ID!) { node(id: $id) { __typename id
  ... on User { kind } ... on Room { name role } ... on Message { text } ... on Invitation { roomId }
} }`
const node = async (who: Client, id: string) => (await asked(who, NODE, { id })).node

test('[GQL-16] a node is brought by its id alone, where the caller may see it', async () => {
  const room = await ana.room('group', ben)
  const path = `/rooms/${room.id}`
  const old = await ana.send(room.id, 'of old')
  const personal = await ana.ask('POST', `${path}/invitations`, { user: eve.id })
  const open = await ana.ask('POST', `${path}/invitations`, {})
  const told = { __typename: 'Room', id: room.id, name: 'A room', role: 'member' }
  expect(await node(ben, room.id)).toEqual(told)
  expect(await node(ben, old.id)).toEqual({ __typename: 'Message', id: old.id, text: 'of old' })
  expect(await node(ben, ana.id)).toEqual({ __typename: 'User', id: ana.id, kind: 'person' })
  for (const [who, { id }] of [
    [eve, personal],
    [ana, personal],
    [ana, open],
  ] as const)
    expect(await node(who, id)).toEqual({ __typename: 'Invitation', id, roomId: room.id })
  // A room that one may join is seen, and nothing in it.
  const shown = await ana.room('public')
  const said = await ana.send(shown.id, 'for members')
  expect(await node(eve, shown.id)).toMatchObject({ id: shown.id, role: null })

  const never = ['room', 'msg', 'inv', 'jrq', 'req', 'key', 'job', 'ses', 'link', 'idn'].map(
    (prefix) => `${prefix}_${'0'.repeat(26)}`,
  )
  const strange = ['nobody', '', ' ', 'ü'.repeat(300), `${room.id}x`, '__proto__']
  const hidden = [room.id, old.id, said.id, ana.id, open.id, ...never, ...strange]
  for (const id of hidden) expect([id, await node(eve, id)]).toEqual([id, null])
  expect(await node(ben, open.id)).toBeNull() // the staff invite

  // What was before one's time, and what is gone.
  await ana.ask('PATCH', path, { history: 'joined' })
  await ben.ask('DELETE', `${path}/members/me`)
  await ana.ask('PUT', `${path}/members/${ben.id}`)
  expect(await node(ben, old.id)).toBeNull()
  await ana.ask('DELETE', `/invitations/${personal.id}`)
  expect(await node(eve, personal.id)).toBeNull()
  await ana.ask('DELETE', path)
  for (const id of [room.id, old.id, open.id]) expect(await node(ana, id)).toBeNull()
})

test('[GQL-16] nodes come in the order of their ids, and each costs as a command', async () => {
  const room = await ana.room('group', ben)
  const said = await ana.send(room.id, 'x')
  const ids = [said.id, 'nobody', room.id, ana.id, said.id]
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
  const { nodes } = await asked(ben, query, { ids })
  expect(nodes).toEqual([{ id: said.id }, null, { id: room.id }, { id: ana.id }, { id: said.id }])
  const hundred = { ids: Array(100).fill(said.id) }
  const twice = 'query ($ids: [ID!]!) { a: nodes(ids: $ids) { id } b: nodes(ids: $ids) { id } }'
  expect((await graphql(ben, twice, hundred)).code).toBe('too_complex')
  expect((await graphql(ben, query, { ids: Array(101).fill('x') })).code).toBe('invalid_input')
  expect((await graphql({ ...ben, token: '' }, NODE, { id: said.id })).code).toBe('unauthenticated')
})

test('[GQL-17] an id names one thing: nodes alone have one, and no user has the id of another thing', async () => {
  const types = Object.values(makeSchema().getTypeMap()).filter(isObjectType)
  const withId = types.filter((type) => 'id' in type.getFields()).map(({ name }) => name)
  const isNode = types.filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
  expect(withId.toSorted()).toEqual([
    'ContactRequest',
    'Invitation',
    'JoinRequest',
    'Message',
    'Room',
    'User',
  ])
  expect(isNode.map(({ name }) => name).toSorted()).toEqual(withId.toSorted())
  for (const prefix of ['room', 'msg', 'inv', 'req', 'key', 'job', 'ses', 'link', 'idn']) {
    const sub = `${prefix}_01jd6hc8w4f5wvfx3k0d9m2q7r`
    const claimed = server.as(await token({ sub }))
    expect((await claimed.call('GET', '/me')).body.code).toBe('invalid_token')
    const made = await server.backend().call('POST', '/users', { id: sub, name: 'x' })
    expect(made.body.code).toBe('invalid_input')
  }
  const lookalike = server.as(await token({ sub: 'room_17' }))
  expect((await asked(lookalike, NODE, { id: 'room_17' })).node.__typename).toBe('User')
})
