import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import pg from 'pg'
import { SqlStore } from '../server/store/store.ts'
import type { Client } from './support/client.ts'
import { asked, graphql } from './support/graphql.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

let server: Parlance
let ana: Client
let room: string
beforeAll(async () => {
  server = await parlance()
  ana = await server.user('Ana')
  room = (await ana.room('group')).id
  await ana.send(room, 'hello')
})
afterAll(() => server[Symbol.asyncDispose]())

const deep = (n: number, inner = 'id'): string =>
  n === 0 ? inner : `messages { nodes { room { ${deep(n - 1, inner)} } } }`
const many = (n: number, each: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => each(i)).join(' ')

describe('[GQL-5] what asks for too much is refused before anything has run', () => {
  const documents: [string, string, string][] = [
    ['10,000 aliases', `{ ${many(10_000, (i) => `a${i}: viewer { id }`)} }`, 'too_large'],
    ['300 aliases', `{ ${many(300, (i) => `a${i}: viewer { id }`)} }`, 'too_complex'],
    ['51 aliases', `{ viewer { ${many(51, (i) => `a${i}: id`)} } }`, 'too_complex'],
    ['depth 100', `{ viewer ${'{ a '.repeat(100)}${'}'.repeat(100)} }`, 'too_complex'],
    ['a room in its message in its room', `{ rooms { nodes { ${deep(3)} } } }`, 'too_complex'],
    ['the same field 1,990 times', `{ ${'__typename '.repeat(1990)} }`, 'too_complex'],
    ['the same field 600 times', `{ ${'__typename '.repeat(600)} }`, ''],
    ['the same field 601 times', `{ ${'__typename '.repeat(601)} }`, 'too_complex'],
    ['10,000 directives', `{ __typename ${'@x '.repeat(10_000)} }`, 'too_complex'],
    ['900 directives', `{ __typename ${'@x '.repeat(900)} }`, 'too_complex'],
    [
      'a fragment that leads to itself',
      '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
      'too_complex',
    ],
    [
      'fragments that double',
      `{ ...f0 } ${many(40, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`)} fragment f40 on Query { __typename }`,
      'too_complex',
    ],
    ['1 MB of text', `{ __type(name: "${'x'.repeat(1_000_000)}") { name } }`, 'too_large'],
    ['1 MB of brackets', '['.repeat(900_000), 'too_large'],
    ['30 KB of brackets', `{ viewer(a: ${'['.repeat(30_000)}`, 'too_complex'],
    [
      'a hundred rooms with their messages',
      `{ rooms(first: 100) { nodes { messages { nodes { id } } } } }`,
      'too_complex',
    ],
    [
      'who has seen 100 messages, in rooms',
      `{ rooms(first: 2) { nodes { messages(first: 100) { nodes { seenBy { nodes { at } } } } } } }`,
      'too_complex',
    ],
    ['a field that is not there', '{ viewr { id } }', 'invalid_operation'],
    ['no document', 'nonsense', 'invalid_operation'],
    ['a page of 101', '{ rooms(first: 101) { nodes { id } } }', 'invalid_input'],
    ['a page of none', '{ rooms(first: 0) { nodes { id } } }', 'invalid_input'],
    ['both ways at once', `{ messages(room: "ROOM", first: 1, last: 1) { seq } }`, 'invalid_input'],
    [
      'an event that leads on',
      'subscription { events { event { ... on MessageCreated { message { room { name } } } } } }',
      'too_complex',
    ],
    [
      'two subscriptions in one',
      'subscription { a: events { after } b: events { after } }',
      'invalid_operation',
    ],
    ['an id that is none', '{ room(id: "nonsense") { id } }', 'invalid_input'],
    ['NUL', '{ search(q: "a\\u0000b") { nodes { fragments { text } } } }', 'invalid_json'],
    [
      'half a surrogate pair',
      'mutation { updateMe(input: { name: "\\uD800" }) { id } }',
      'invalid_operation',
    ],
    [
      'a key that is not one',
      `mutation { sendMessage(input: { room: "ROOM", text: "x", data: { __proto__: 1 } }) { id } }`,
      'invalid_json',
    ],
  ]
  for (const [what, text, expected] of documents)
    test.concurrent(`[GQL-5] ${what}`, async () => {
      const answer = await graphql(ana, text.replace('ROOM', room))
      expect(answer.code ?? '').toBe(expected)
      expect(JSON.stringify(answer.errors ?? '')).not.toMatch(
        /Did you mean|node_modules|\.ts\b|stack/,
      )
    })

  test('[GQL-5] variables are checked, and what they held is not told back', async () => {
    const query = 'query ($first: Int, $room: ID!) { messages(room: $room, first: $first) { seq } }'
    for (const variables of [{ room, first: 'my-secret' }, { room: { a: 'my-secret' } }, {}]) {
      const { status, code, errors } = await graphql(ana, query, variables)
      expect([status, code]).toEqual([400, 'invalid_input'])
      expect(JSON.stringify(errors)).not.toContain('my-secret')
    }
    const forty = JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`)
    const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id } }'
    const tooDeep = await graphql(ana, send, { input: { room, text: 'x', data: forty } })
    expect(tooDeep.code).toBe('invalid_json')
    const { errors, code } = await graphql(ana, send, { input: { room, text: '' } })
    expect([code, errors[0].extensions.fields]).toEqual(['invalid_input', { text: 'is empty' }])
  })

  test('[GQL-5] several operations at once are not taken, nor a mutation by GET, nor a type that pages send unasked', async () => {
    const url = `${server.url}/graphql`
    const headers = { authorization: `Bearer ${ana.token}`, 'content-type': 'application/json' }
    const post = async (body: unknown, more = {}) => {
      const sent = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) }
      const response = await fetch(url, sent)
      return [response.status, (await response.json()).errors[0].extensions.code]
    }
    expect(await post([{ query: '{ viewer { id } }' }])).toEqual([400, 'invalid_json'])
    expect(await post({ query: '{ viewer { id } }', more: 1 })).toEqual([400, 'invalid_input'])
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(await post({ query: '{ viewer { id } }' }, { 'content-type': type })).toEqual([
        400,
        'invalid_json',
      ])
    const mutation = encodeURIComponent('mutation { markAllRead { rooms } }')
    const got = await fetch(`${url}?query=${mutation}`, { headers })
    expect([got.status, (await got.json()).errors[0].extensions.code]).toEqual([
      405,
      'method_not_allowed',
    ])
    expect(
      await post({ query: '{ viewer { id } }', variables: { a: 'x'.repeat(1024 * 1024) } }),
    ).toEqual([413, 'too_large'])
  })
})

test('[GQL-3] who has no token, or a bad one, is refused as on REST', async () => {
  const query = '{ viewer { id } }'
  const nobody = await graphql({ url: server.url, token: '' }, query)
  expect([nobody.status, nobody.code]).toEqual([200, 'unauthenticated'])
  const bad = await graphql({ url: server.url, token: 'nonsense' }, query)
  expect([bad.status, bad.code]).toEqual([401, 'invalid_token'])
  const guest = await graphql(
    { url: server.url, token: '' },
    'mutation { createGuest(input: { name: "Gus" }) { token user { kind } } }',
  )
  expect(guest.data.createGuest.user.kind).toBe('guest')
  expect((await asked(server.as(guest.data.createGuest.token), query)).viewer.id).toStartWith(
    'guest_',
  )
})

test('[GQL-6] an operation takes as much of its user’s rate as it runs commands, and no more than it may', async () => {
  await using slow = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '10' })
  const ben = await slow.user('Ben')
  const query = '{ rooms(first: 28) { nodes { messages { nodes { id } } } } }'
  expect((await graphql(ben, query)).code).toBeUndefined()
  // Of thirty one or two are left, and ten come each second: fewer than all of these at once need.
  const many = Array.from({ length: 200 }, async (_, i) => {
    if (i % 2 === 0) return (await ben.call('GET', '/me')).body.code
    const { status, code } = await graphql(ben, '{ viewer { id } }')
    expect([200, 429]).toContain(status)
    return code
  })
  const codes = await Promise.all(many)
  for (const door of [0, 1])
    expect(new Set(codes.filter((_, i) => i % 2 === door))).toContain('rate_limited')
})

test('[GQL-4] every list is a connection: forward, and history also backward, each once', async () => {
  const people: Client[] = []
  for (let n = 0; n < 5; n++) people.push(await server.user(`Person ${n}`.replace(' ', '')))
  const group = await ana.room('group', ...people)
  const sent: string[] = []
  for (let n = 0; n < 7; n++) sent.push((await ana.send(group.id, `word ${n}`)).id)
  for (let n = 0; n < 6; n++) await ana.room('group')
  const walk = async (field: string, node: string, way: 'first' | 'last' = 'first') => {
    const seen: string[] = []
    let cursor: string | null = null
    for (let page = 0; page < 50; page++) {
      const at = way === 'first' ? 'after' : 'before'
      const args = `${way}: 2${cursor === null ? '' : `, ${at}: "${cursor}"`}`
      const text = `{ page: ${field.replace('ARGS', args)} { nodes { ${node} } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
      const data = await asked(ana, text)
      const { nodes, edges, pageInfo } = data.page
      expect(edges.map((e: { cursor: string }) => e.cursor).at(-1) ?? null).toBe(pageInfo.endCursor)
      const keys = nodes.map((each: object) => JSON.stringify(each))
      if (way === 'first') seen.push(...keys)
      else seen.unshift(...keys)
      cursor = way === 'first' ? pageInfo.endCursor : pageInfo.startCursor
      if (!(way === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return seen
    }
    throw new Error('it never ends')
  }
  const history = sent.map((id) => JSON.stringify({ id }))
  expect(await walk(`messages(room: "${group.id}", ARGS)`, 'id')).toEqual(history)
  expect(await walk(`messages(room: "${group.id}", ARGS)`, 'id', 'last')).toEqual(history)
  const people6 = await walk(`members(room: "${group.id}", ARGS)`, 'user { userId }')
  expect([people6.length, new Set(people6).size]).toEqual([6, 6])
  const rooms = await walk('rooms(ARGS)', 'id')
  expect([rooms.length, new Set(rooms).size]).toEqual([8, 8])
  const found = () => walk(`search(q: "word in:${group.id}", ARGS)`, 'message { id }')
  await waitFor(async () => (await found()).length === 7)
  // From the middle of a page.
  const { rooms: page } = await asked(ana, '{ rooms(first: 4) { edges { cursor node { id } } } }')
  const { rooms: rest } = await asked(
    ana,
    `{ rooms(first: 2, after: "${page.edges[1].cursor}") { nodes { id } } }`,
  )
  expect(rest.nodes).toEqual([page.edges[2].node, page.edges[3].node])
})

test('[GQL-2] a page costs as many statements with one sender as with sixty', async () => {
  const ben = await server.user('Ben')
  const [small, large] = [await ana.room('public', ben), await ana.room('public', ben)]
  await ana.send(small.id, 'alone')
  for (let n = 0; n < 60; n++) {
    const who = await server.user(`Speaker${n}`)
    await who.ask('PUT', `/rooms/${large.id}/members/me`)
    await who.send(large.id, `from ${n}`)
  }
  const text = (id: string) =>
    `{ messages(room: "${id}", last: 60) { nodes { text sender { user { name kind } } room { name unread } } } }`
  const counted = async (id: string) => {
    let statements = 0
    const count = <T extends object, K extends keyof T & string>(of: T, method: K) => {
      const before = of[method] as (...args: unknown[]) => unknown
      of[method] = function (this: unknown, ...args: unknown[]) {
        statements++
        return before.apply(this, args)
      } as never
      return () => {
        of[method] = before as never
      }
    }
    const undo = [count(SqlStore.prototype, 'read'), count(pg.Client.prototype, 'query')]
    const { messages } = await asked(ben, text(id))
    for (const each of undo) each()
    return { statements, held: messages.nodes.length }
  }
  // Workers have statements of their own now and then: the least of several is the page's.
  const least = async (id: string) => {
    const all = []
    for (let n = 0; n < 12; n++) all.push(await counted(id))
    const [first] = all.sort((a, b) => a.statements - b.statements)
    return first ?? { statements: 0, held: 0 }
  }
  const [one, sixty] = [await least(small.id), await least(large.id)]
  expect([one.held, sixty.held]).toEqual([1, 60])
  expect(sixty.statements).toBe(one.statements)
  // A page, its senders, its room: three use-cases, each of one transaction.
  expect(one.statements).toBeGreaterThanOrEqual(3)
})
