import { parseArgs } from 'node:util'
import { tokenOf } from './crowd.ts'
import { median, round } from './measure.ts'
import { getPages } from './pages.ts'
import { putIntoReadme } from './readme.ts'
import { type ServerProcess, startServer } from './server-process.ts'

// node bin/bun.mjs run bench/graphql.ts [--rounds 7] [--write]
// A page over GraphQL next to REST, and a subscription to a busy room next to a listening socket.

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    write: { type: 'boolean', default: false },
  },
})
const LISTENERS = 500
/** As in row A: this many speak in the same moment, ten times a second. */
const SENDERS = 20
const MOMENTS = 20
const PAGES = 1000
const TEXT = 'x'.repeat(200)

const SUBSCRIPTION = `subscription ($room: ID!) { roomEvents(room: $room) { after event { __typename ... on MessageCreated {
  log seq at message { id roomId seq version text createdAt sender { userId name } } } } } }`

type Door = 'socket' | 'GraphQL'
const server = await startServer('product', 'sqlite')
const rounds = Array.from({ length: Number(options.rounds) })
const rows: [string, Map<string, number[]>][] = [
  ['a page of 50 messages, µs of server CPU', await measurePages(server)],
  [
    `one room, ${LISTENERS} listeners, ${SENDERS} speak at once, µs of server CPU a delivery`,
    await measureFanOut(server),
  ],
]
await server.stop()
const lines = rows.flatMap(([title, figures]) => {
  const names = [...figures.keys()]
  const values = [...figures.values()].map(median)
  const [first = 1] = values
  return [
    `| ${title} | ${names.join(' | ')} |`,
    `| --- |${names.map(() => ' --: |').join('')}`,
    `| median of ${rounds.length} rounds | ${values.map(round).join(' | ')} |`,
    `| to the first | ${values.map((value) => `${round(value / first)} ×`).join(' | ')} |`,
    '',
  ]
})
console.log(lines.join('\n'))
if (options.write) await putIntoReadme('graphql', lines.join('\n'))
process.exit(0)

/** The same page in two spellings: what REST tells, and what a client shows. */
async function measurePages({ port, cpu }: ServerProcess) {
  const authorization = `Bearer ${await tokenOf('product', 0)}`
  const room = await makeRoom(port)
  for (let n = 0; n < 60; n++) await ask(port, 0, 'POST', `/rooms/${room}/messages`, { text: TEXT })
  const page = (fields: string) =>
    `/graphql?${new URLSearchParams({
      query: `query ($room: ID!) { messages(room: $room, last: 50) { seq cursor nodes { ${fields} } } }`,
      variables: JSON.stringify({ room }),
    })}`
  const all = `id roomId seq version sender { userId name } text data system silent replyToId quote { messageId }
    threadId inRoom replies { count } mentions { users } reactions { emoji count } pinnedAt clientId
    createdAt editedAt deletedAt`
  const paths = new Map([
    ['REST', `/api/v1/rooms/${room}/messages?limit=50`],
    ['GraphQL, six fields', page('id seq text createdAt sender { userId name }')],
    ['GraphQL, every field', page(all)],
  ])
  const figures = new Map<string, number[]>([...paths.keys()].map((name) => [name, []]))
  for (const path of paths.values()) await getPages(port, path, authorization, PAGES, 8)
  for (const _ of rounds)
    for (const [name, path] of paths) {
      const before = cpu()
      await getPages(port, path, authorization, PAGES, 8)
      figures.get(name)?.push((cpu() - before) / PAGES)
    }
  return figures
}

/** Two rooms alike: in one everybody listens by socket, in the other by subscription. */
async function measureFanOut({ port, cpu }: ServerProcess) {
  const rooms = { socket: await makeRoom(port), GraphQL: await makeRoom(port) }
  let received = 0
  const figures = new Map<string, number[]>([
    ['socket', []],
    ['GraphQL', []],
  ])
  for (const [n, door] of (['socket', 'GraphQL'] as const).entries())
    for (let i = 0; i < LISTENERS; i += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, k) =>
          listen(port, door, rooms[door], 1000 * (n + 1) + i + k, () => received++),
        ),
      )
  const say = async (door: Door) => {
    const said = Array.from({ length: SENDERS }, (_, user) =>
      ask(port, user, 'POST', `/rooms/${rooms[door]}/messages`, { text: TEXT }),
    )
    await Promise.all(said)
  }
  for (let user = 0; user < SENDERS; user++)
    for (const room of Object.values(rooms))
      await ask(port, user, 'PUT', `/rooms/${room}/members/me`)
  for (const _ of [0, ...rounds])
    for (const door of ['socket', 'GraphQL'] as const) {
      received = 0
      const before = cpu()
      for (let moment = 0; moment < MOMENTS; moment++) {
        await say(door)
        await Bun.sleep(100)
      }
      const deliveries = MOMENTS * SENDERS * LISTENERS
      while (received < deliveries) await Bun.sleep(5)
      figures.get(door)?.push((cpu() - before) / deliveries)
    }
  // The first round is the warming up.
  return new Map([...figures].map(([name, values]) => [name, values.slice(1)]))
}

async function listen(port: number, door: Door, room: string, user: number, hear: () => void) {
  await ask(port, user, 'PUT', `/rooms/${room}/members/me`)
  const token = await tokenOf('product', user)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const ws =
    door === 'socket'
      ? new WebSocket(`ws://127.0.0.1:${port}/api/v1/socket`)
      : new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws')
  const say = (frame: object) => ws.send(JSON.stringify(frame))
  ws.onopen = () =>
    say(
      door === 'socket'
        ? { type: 'hello', token }
        : { type: 'connection_init', payload: { token } },
    )
  ws.onerror = () => reject(new Error('a listener was cut off'))
  ws.onmessage = ({ data }) => {
    const text = String(data)
    if (text.includes('"type":"connection_ack"'))
      say({
        id: crypto.randomUUID(),
        type: 'subscribe',
        payload: { query: SUBSCRIPTION, variables: { room } },
      })
    else if (text.includes('"ready"') || text.includes('"Ready"')) resolve()
    else if (text.includes(TEXT)) hear()
  }
  return promise
}

async function makeRoom(port: number): Promise<string> {
  const { id } = await ask(port, 0, 'POST', '/rooms', { type: 'public', name: 'bench' })
  return id
}

async function ask(port: number, user: number, method: string, path: string, body?: object) {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf('product', user)}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
  return response.json()
}
