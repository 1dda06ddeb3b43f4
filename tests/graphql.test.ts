import { afterAll, beforeAll, expect, test } from 'bun:test'
import { serverAudits } from 'graphql-http'
import type { Client } from './support/client.ts'
import { asked, graphql } from './support/graphql.ts'
import { type Parlance, parlance } from './support/parlance.ts'

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
      edges { cursor node { id text sender { name user { kind } } room { name unread } seenBy { nodes { at user { id } } } } }
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
  expect(two.node.seenBy.nodes).toMatchObject([{ user: { id: ben.id } }])
  expect(three.node.seenBy.nodes).toEqual([])
  expect(data.messages.pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: true,
    startCursor: two.cursor,
    endCursor: three.cursor,
  })
  expect((await graphql(eve, PAGE, { room: room.id })).data.room).toBeNull()
})
