import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { getIntrospectionQuery } from 'graphql'
import { post, signUp } from './support/accounts.ts'
import type { Client } from './support/client.ts'
import { KINDS, type Opened } from './support/connection-kinds.ts'
import { DATABASE } from './support/database.ts'
import { graphql } from './support/graphql.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const many = (n: number, each: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => each(i)).join(' ')

describe('a command takes from the rate what it causes', () => {
  let server: Parlance
  let members: { user: string }[]
  beforeAll(async () => {
    // Three commands at once, and one a second: the price of the dear ones is owed for seconds.
    server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '1' })
    members = await users('M', 99)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  async function users(name: string, count: number): Promise<{ user: string }[]> {
    const commands = Array.from({ length: count }, () => {
      const id = `${name}-${crypto.randomUUID()}`
      return { name: 'users.create', input: { id, name } }
    })
    await server.backend().ask('POST', '/batch', { mode: 'all', commands })
    return commands.map(({ input }) => ({ user: input.id }))
  }

  /** Somebody in a room of a hundred, who has taken nothing of their rate. */
  async function speaker(): Promise<{ who: Client; room: string }> {
    const who = await server.user('Ana')
    await server.backend().ask('POST', '/users', { id: who.id, name: 'Ana' })
    const room = { type: 'group', name: 'A room', members: [...members, { user: who.id }] }
    return { who, room: (await server.backend().ask('POST', '/rooms', room)).id }
  }

  const HAN = '漢'.repeat(5000)
  const SEND = 'mutation ($i: SendMessageInput!) { sendMessage(input: $i) { id } }'
  const PAGE = 'query ($r: ID!) { room(id: $r) { messages(last: 100) { nodes { text } } } }'
  const dear: Record<string, (who: Client, room: string) => Promise<unknown>> = {
    'a message that calls a hundred people': (who, room) =>
      who.send(room, 'all of you', { mentions: { room: true } }),
    'a long text in a script without spaces, by REST': (who, room) => who.send(room, HAN),
    'the same on a socket': async (who, room) => {
      const socket = await who.socket()
      await socket.command('messages.send', { room, text: HAN })
      socket.ws.close()
    },
    'the same by GraphQL': (who, room) => graphql(who, SEND, { i: { room, text: HAN } }),
    'an edit to that': async (who, room) => {
      const { id } = await who.send(room, 'short')
      await who.ask('PATCH', `/rooms/${room}/messages/${id}`, { text: HAN })
    },
    'a long answer': (who, room) => who.history(room, '?limit=200'),
    'a long answer by GraphQL': (who, room) => graphql(who, PAGE, { r: room }),
  }
  for (const [name, ask] of Object.entries(dear))
    test(`[FLO-6] ${name}`, async () => {
      const { who: plain, room: other } = await speaker()
      await plain.send(other, 'a word')
      expect((await plain.call('GET', '/me')).status).toBe(200)

      const { who, room } = await speaker()
      if (name.startsWith('a long answer'))
        for (let i = 0; i < 25; i++) await server.backend().send(room, 'x'.repeat(16_000))
      await ask(who, room)
      expect((await who.call('GET', '/me')).body.code).toBe('rate_limited')
    })

  test('[FLO-6] what goes out to all who listen', async () => {
    const people = await Promise.all(Array.from({ length: 90 }, () => server.user('Ben')))
    for (const { id } of people) await server.backend().ask('POST', '/users', { id, name: 'Ben' })
    const sockets = await Promise.all(people.map((who) => who.socket()))
    /** Told to ninety: may one do more at once? */
    async function after(data: string): Promise<number> {
      const { who } = await speaker()
      const listeners = people.map(({ id }) => ({ user: id }))
      const members = [{ user: who.id, role: 'owner' }, ...listeners]
      const asked = { type: 'group', name: 'A room', members }
      const { id } = await server.backend().ask('POST', '/rooms', asked)
      const received = () => sockets.every(({ events }) => events.some(({ log }) => log === id))
      await waitFor(received)
      await who.ask('PATCH', `/rooms/${id}`, { data: { data } })
      return (await who.call('GET', '/me')).status
    }
    expect([await after('small'), await after('x'.repeat(16_000))]).toEqual([200, 429])
    for (const socket of sockets) socket.ws.close()
  })

  test('[FLO-6] what others cause at the same moment is theirs', async () => {
    const people = await Promise.all(Array.from({ length: 40 }, () => server.user('Ana')))
    for (const { id } of people) await server.backend().ask('POST', '/users', { id, name: 'Ana' })
    const room = { type: 'group', name: 'A room', members: people.map(({ id }) => ({ user: id })) }
    const { id } = await server.backend().ask('POST', '/rooms', room)
    await Promise.all(people.map((who) => who.send(id, 'a word')))
    const answers = await Promise.all(people.map((who) => who.call('GET', '/me')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })

  test('[FLO-7] opening a connection takes from a rate of its own: one may still speak', async () => {
    for (const [kind, connect] of Object.entries(KINDS)) {
      const { who, room } = await speaker()
      const codes: Opened[] = []
      for (let i = 0; i < 8; i++) {
        const opened = await connect(who)
        if (typeof opened === 'string') codes.push(opened)
        else opened.close()
      }
      expect({ kind, codes: new Set(codes) }).toEqual({ kind, codes: new Set(['rate_limited']) })
      // A subscription is a command, too.
      if (!kind.startsWith('GraphQL')) await who.send(room, 'I am here')
    }
  })

  test('[FLO-7] what is replayed counts', async () => {
    const { who, room } = await speaker()
    const stream = await who.stream()
    stream.close()
    for (let i = 0; i < 5; i++) {
      const commands = Array.from({ length: 100 }, () => {
        return { name: 'messages.send', input: { room, text: 'a word' } }
      })
      await server.backend().ask('POST', '/batch', { mode: 'all', commands })
    }
    const again = await who.stream(stream.lastId)
    await again.hears(room, 500)
    again.close()
    expect((await (await who.stream(again.lastId)).response.json()).code).toBe('rate_limited')
  })
})

test('[FLO-6] a guest who signs up pays for the change in all their rooms', async () => {
  await using server = await parlance({
    PARLANCE_ACCOUNTS: 'open',
    PARLANCE_COMMANDS_PER_SECOND: '1',
  })
  async function signUpFrom(rooms: number): Promise<number> {
    const { user, token } = (await post(server, '/guests', { name: 'Gus' })).body
    const commands = Array.from({ length: rooms }, (_, i) => {
      const input = { type: 'public', name: `Room ${i}`, members: [{ user: user.id }] }
      return { name: 'rooms.create', input }
    })
    if (rooms > 0) await server.backend().ask('POST', '/batch', { mode: 'all', commands })
    const { client } = await signUp(server, `gus-${rooms}`, { guestToken: token })
    return (await client.call('GET', '/me')).status
  }
  expect([await signUpFrom(0), await signUpFrom(120)]).toEqual([200, 429])
})

/** What a command takes from a rate of one a second: how long it lasts until the rate is whole. */
async function priceOf(who: Client, method: string, path: string, body?: object): Promise<number> {
  const { status, response } = await who.call(method, path, body)
  expect(status).toBeLessThan(300)
  return Number(/t=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1])
}

// The prices are the same on every database, and 3,000 messages take long on some.
test.skipIf(DATABASE !== 'sqlite')(
  '[FLO-15] whoever begins a job pays for what it has to go through',
  async () => {
    await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '1' })
    const backend = server.backend()
    const known = async (name: string, role?: string) => {
      const who = await server.user(name)
      await backend.ask('POST', '/users', { id: who.id, name, ...(role && { role }) })
      return who
    }
    const roomsOf = async (users: readonly Client[], count: number): Promise<string[]> => {
      const members = users.map(({ id: user }, i) => ({ user, ...(i === 0 && { role: 'owner' }) }))
      const commands = Array.from({ length: count }, (_, i) => {
        return { name: 'rooms.create', input: { type: 'group', name: `Room ${i}`, members } }
      })
      const { results } = await backend.ask('POST', '/batch', { mode: 'all', commands })
      return results.map(({ result }: { result: { id: string } }) => result.id)
    }
    async function pricesWith(rooms: number, batches: number): Promise<readonly number[]> {
      const [ana, ben] = [await known('Ana'), await known('Ben')]
      const ada = await known('Ada', 'administrator')
      const [room = ''] = await roomsOf([ana, ben], rooms)
      const sends = Array.from({ length: 250 }, () => {
        return { name: 'messages.send', input: { room, text: 'a word' } }
      })
      for (let i = 0; i < batches; i++)
        await backend.ask('POST', '/batch', { mode: 'all', commands: sends })
      return [
        await priceOf(ben, 'POST', '/me/exports'),
        await priceOf(ana, 'PATCH', `/rooms/${room}`, { retentionSeconds: 86_400 }),
        await priceOf(ada, 'DELETE', `/users/${ben.id}/messages`),
      ]
    }
    const few = await pricesWith(1, 0)
    const many = await pricesWith(41, 12)
    // 40 rooms more, and 3,000 messages more. The rate goes on by one a second meanwhile.
    for (const [i, price] of [8, 3, 8].entries()) {
      const more = (many[i] ?? 0) - (few[i] ?? 0)
      expect(Math.abs(more - price)).toBeLessThan(3)
    }
  },
)

test('[FLO-6] an operation of GraphQL that has caused much begins no further command', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '100' })
  const backend = server.backend()
  const ids = Array.from({ length: 99 }, () => `m-${crypto.randomUUID()}`)
  const commands = ids.map((id) => ({ name: 'users.create', input: { id, name: 'M' } }))
  await backend.ask('POST', '/batch', { mode: 'all', commands })
  const ana = await server.user('Ana')
  await backend.ask('POST', '/users', { id: ana.id, name: 'Ana' })
  const members = [...ids, ana.id].map((user) => ({ user }))
  const { id: room } = await backend.ask('POST', '/rooms', { type: 'group', name: 'R', members })
  const input = '{ room: $r, text: "all", mentions: { room: true } }'
  const query = `mutation ($r: ID!) { ${many(10, (i) => `a${i}: sendMessage(input: ${input}) { id }`)} }`
  const { data, errors } = await graphql(ana, query, { r: room })
  // Each calls 99 people: 8 beside its own price.
  expect(Object.values(data).filter(Boolean)).toHaveLength(3)
  expect(errors.map((error: { extensions: object }) => error.extensions)).toEqual(
    Array.from({ length: 7 }, () => ({ code: 'rate_limited', retryAfter: 1 })),
  )
})

describe('[FLO-8] GraphQL takes from the rate of an address what nobody is known for', () => {
  const introspection = { query: getIntrospectionQuery() }
  const post = (url: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const asks: Record<string, (url: string, i: number) => Promise<Response>> = {
    'a document that is new': (url, i) => post(url, { query: `{ __typename } # ${i}` }),
    'one that is not of the schema': (url, i) => post(url, { query: `{ a${i} }` }),
    'one that cannot be read': (url, i) => post(url, { query: `{{ ${i}` }),
    'one that was checked before': (url) => post(url, { query: '{ __typename }' }),
    'the schema': (url) => post(url, introspection),
    'a query by GET': (url, i) =>
      fetch(`${url}/graphql?query=${encodeURIComponent(`{ __typename } # ${i}`)}`),
  }
  for (const [name, ask] of Object.entries(asks))
    test(name, async () => {
      await using server = await parlance({ PARLANCE_ADDRESS_PER_SECOND: '0.1' })
      const statuses: number[] = []
      for (let i = 0; i < 30; i++) statuses.push((await ask(server.url, i)).status)
      expect(statuses[0]).toBeLessThan(429)
      expect(statuses.at(-1)).toBe(429)
      // Who is known has a rate of their own.
      const ana = await server.user('Ana')
      expect((await graphql(ana, '{ viewer { id } }')).status).toBe(200)
    })
})

describe('[GQL-5] values that an operation may answer are counted before it runs', () => {
  const TYPES = '__schema { types { name fields { name type { name } args { name } } } }'
  const cases: [string, string, string | undefined][] = [
    ['the schema, once', getIntrospectionQuery(), undefined],
    ['the schema, ten times', `{ ${many(10, (i) => `a${i}: ${TYPES}`)} }`, 'too_complex'],
    [
      'one type, fifty times',
      `{ ${many(50, (i) => `a${i}: __type(name: "Mutation") { fields { name description args { name description defaultValue } } }`)} }`,
      'too_complex',
    ],
    [
      'texts of 16 KiB, a hundred times fifty',
      `query ($r: ID!) { room(id: $r) { messages(first: 100) { nodes { ${many(50, (i) => `a${i}: text`)} } } } }`,
      'too_complex',
    ],
    [
      'a page as apps ask for it',
      'query ($r: ID!) { room(id: $r) { messages(first: 100) { nodes { id seq text data sender { userId name } reactions { emoji count } replies { count } } } } }',
      undefined,
    ],
  ]
  for (const [name, query, code] of cases)
    test(name, async () => {
      await using server = await parlance()
      const ana = await server.user('Ana')
      const { id } = await ana.room()
      expect((await graphql(ana, query, { r: id })).code).toBe(code)
    })
})
