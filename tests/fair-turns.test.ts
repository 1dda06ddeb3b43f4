import { expect, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import { Client } from './support/client.ts'
import { parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

/** Requests that one caller sends at once. */
const AT_ONCE = 12
/** Validation compares all fields of one name with each other: some 20 ms of CPU in one piece. */
const document = (i: number) =>
  `query Q${i} { viewer { ${Array.from({ length: 240 }, (_, field) => `id(a: ${field})`).join(' ')} } }`

for (const kind of ['a user', 'an address'])
  test(`[FLO-9] others do not wait for all that ${kind} requests at once`, async () => {
    // The default rate: a larger one would give back at once what was taken.
    await using server = await ownProcess({ PARLANCE_COMMANDS_PER_SECOND: '100' })
    const { pid } = await server.start()
    const ben = await token({ sub: 'ben' })
    expect((await new Client(server.url, ben, 'ben').call('GET', '/me')).status).toBe(200)
    const eve = kind === 'a user' ? await token({ sub: 'eve' }) : undefined
    const ask = (i: number) =>
      requestOf('POST /graphql', eve, JSON.stringify({ query: document(i) }))
    const texts = Array.from({ length: AT_ONCE }, (_, i) => ask(10 + i))
    texts.push(requestOf('GET /api/v1/me', ben, ''))
    const sockets = await Promise.all(texts.map(() => opened(server.port)))
    // Those before make Eve a caller with much recent use, for 300 ms.
    await waitFor(async () => {
      const used = await Promise.all(
        [1, 2, 3, 4, 5, 6, 7].map(async (i) => {
          const socket = await opened(server.port)
          await written(socket, ask(i))
          const answer = await answered(socket)
          socket.destroy()
          return usedIn(answer)
        }),
      )
      return Math.max(...used) >= 40
    })

    const order = await orderOf(pid, sockets, texts)
    expect(order.indexOf(AT_ONCE)).toBeLessThan((AT_ONCE * 2) / 3)
  })

/** A message, by each transport of plain requests. */
const SENDS: Readonly<Record<string, (bearer: string, room: string, text: string) => string>> = {
  REST: (bearer, room, text) =>
    requestOf(`POST /api/v1/rooms/${room}/messages`, bearer, JSON.stringify({ text })),
  GraphQL: (bearer, room, text) => {
    const query = `mutation { sendMessage(input: { room: "${room}", text: "${text}" }) { id } }`
    return requestOf('POST /graphql', bearer, JSON.stringify({ query }))
  },
}

for (const [transport, send] of Object.entries(SENDS))
  test(`[FLO-9] a write does not wait for all that another caller writes at once, ${transport}`, async () => {
    await using server = await ownProcess({ PARLANCE_COMMANDS_PER_SECOND: '20' })
    const { pid } = await server.start()
    const [eve, ben] = [await token({ sub: 'eve' }), await token({ sub: 'ben' })]
    const [hers = '', his = ''] = await Promise.all(
      [eve, ben].map(async (own) => (await new Client(server.url, own, '').room('public')).id),
    )
    const texts = Array.from({ length: AT_ONCE }, (_, i) => send(eve, hers, `message ${i}`))
    texts.push(send(ben, his, 'a message'))
    const sockets = await Promise.all(texts.map(() => opened(server.port)))

    const order = await orderOf(pid, sockets, texts)
    expect(order.indexOf(AT_ONCE)).toBeLessThan((AT_ONCE * 2) / 3)
    const { messages } = await new Client(server.url, eve, '').ask('GET', `/rooms/${hers}/messages`)
    expect(messages.length).toBe(AT_ONCE)
  })

test('[FLO-13] others do not wait for all texts of a search', async () => {
  await using server = await ownProcess()
  const { pid } = await server.start()
  const [ana, ben] = [await token({ sub: 'ana' }), await token({ sub: 'ben' })]
  const [writer, reader] = [new Client(server.url, ana, 'ana'), new Client(server.url, ben, 'ben')]
  const room = await writer.room('group', reader)
  // The index finds the phrase by its words; that they are in another order is found by comparing the texts.
  for (let i = 0; i < 15; i++) await writer.send(room.id, `${LONG} ${PHRASE} and then`)
  const path = (q: string) => `/api/v1/search?limit=20&q=${encodeURIComponent(q)}`
  await waitFor(
    async () =>
      (await writer.call('GET', path(`"${PHRASE} and"`).slice(7))).body.found.length === 15,
  )
  expect((await writer.call('GET', path(`"${PHRASE} then"`).slice(7))).body.found).toEqual([])
  const texts = [
    requestOf(`GET ${path(`"${PHRASE} then"`)}`, ana, ''),
    ...[1, 2, 3].map(() => requestOf(`GET /api/v1/rooms/${room.id}`, ben, '')),
  ]
  const sockets = await Promise.all(texts.map(() => opened(server.port)))
  const order = await orderOf(pid, sockets, texts)
  // The search was the first request, and is not the first to be answered.
  expect(order.indexOf(0)).toBeGreaterThan(0)
})

/** Texts of a script without spaces take longest. */
const LONG = '讨论服务器消息搜索'.repeat(600)
/** As many words as the index compares in their order. */
const PHRASE = 'one two three four five six'

/** All requests arrive while the server is stopped, in this order. Returns the order of the answers. */
async function orderOf(pid: number, sockets: readonly Socket[], texts: readonly string[]) {
  process.kill(pid, 'SIGSTOP')
  const order: number[] = []
  const answers = sockets.map((socket, i) => answered(socket).then(() => order.push(i)))
  for (const [i, socket] of sockets.entries()) await written(socket, texts[i] ?? '')
  process.kill(pid, 'SIGCONT')
  await Promise.all(answers)
  for (const socket of sockets) socket.destroy()
  return order
}

function requestOf(head: string, bearer: string | undefined, body: string): string {
  const authorization = bearer === undefined ? '' : `Authorization: Bearer ${bearer}\r\n`
  return `${head} HTTP/1.1\r\nHost: localhost\r\n${authorization}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

const opened = (port: number) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket)).on('error', reject)
  })
const written = (socket: Socket, text: string) =>
  new Promise((resolve) => socket.write(text, resolve))
const answered = (socket: Socket) =>
  new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
/** How much of the caller's rate was used when an answer began. */
const usedIn = (answer: string): number => {
  const field = (name: string) =>
    Number(new RegExp(`^ratelimit.*;${name}=(\\d+)`, 'im').exec(answer)?.[1])
  return field('q') - field('r')
}

const unknown: Record<string, RequestInit> = {
  'without a token': {},
  'with a token that is none': { headers: { authorization: 'Bearer none' } },
  'with a body': { method: 'POST', body: JSON.stringify({ text: 'x'.repeat(300_000) }) },
}

for (const [what, init] of Object.entries(unknown))
  test(`[FLO-10] requests ${what} are limited by their address, and those of a user are not`, async () => {
    await using server = await parlance({ PARLANCE_ADDRESS_PER_SECOND: '0.1' })
    const ana = await server.user('Ana')
    const path = init.method === undefined ? 'me' : 'rooms/room_00000000000000000000000000/messages'
    const codes: string[] = []
    for (let i = 0; i < 40; i++) {
      const response = await fetch(`${ana.url}/api/v1/${path}`, init)
      codes.push(((await response.json()) as { code: string }).code)
    }
    expect(['unauthenticated', 'invalid_token']).toContain(codes[0] ?? '')
    expect(codes.at(-1)).toBe('rate_limited')
    expect((await ana.call('GET', '/me')).status).toBe(200)
  })
