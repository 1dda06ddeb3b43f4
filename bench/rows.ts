import type { Row, Side } from './row.ts'
import type { Variant } from './variants.ts'

const LISTENERS = 500
/** Twenty members speak in the same moment, ten times a second. */
const TOGETHER = { do: 'broadcast', messages: 400, senders: 20, perSecond: 200 } as const
const ONE = { ...TOGETHER, messages: 100, senders: 1, perSecond: 100 } as const
/** What row I sends as fast as it can, and then at a rate that takes half of a core. */
const SATURATING = 1000
const HALF_LOAD = { do: 'pace', messages: 300, perSecond: 100 } as const
const ROOMS = 100
/** The rooms of one user in row G. */
const MY_ROOMS = 50
const IN_FLIGHT = [1, 16, 100, 400]
const MEMBERS = 10
const SENDS = 10_000
const WARM_CONNECTIONS = 1000
export const IDLE_CONNECTIONS = 15_000
const PAGES = 3000
/** How long a server is left alone, to give back what it has no more use for. */
const REST_MS = 5000

const WITHOUT_STORE: readonly Variant[] = [
  'product',
  'limit',
  'bare',
  'ws',
  'socket.io',
  'centrifugo',
]

const overBare = (of: (variant: Variant) => number) => of('product') / of('bare')
const overLimit = (of: (variant: Variant) => number) => of('product') / of('limit')

/** One room of many listeners, in which twenty have sent until the server is warm. */
async function prepareOneRoom({ variant, server, load }: Side): Promise<void> {
  const target = { variant, port: server.port }
  await load.perform({ do: 'gather', target, rooms: 1, members: LISTENERS })
  await load.perform({ do: 'send', messages: 2000, senders: 20 })
}

/** Row B's work: every send on disk before its answer. */
const durable = {
  async prepare({ variant, server, load }: Side): Promise<void> {
    const target = { variant, port: server.port }
    await load.perform({ do: 'gather', target, rooms: ROOMS, members: MEMBERS })
    await load.perform({ do: 'send', messages: SENDS, senders: 2 })
  },
  async round({ server, load }: Side): Promise<readonly number[]> {
    const before = server.cpu()
    const ms = await load.perform({ do: 'send', messages: SENDS, senders: 2 })
    return [(server.cpu() - before) / SENDS, SENDS / (ms / 1000)]
  },
}

const onServer = (id: string, database: 'postgres' | 'mariadb', name: string): Row => ({
  id,
  title: `Row B on ${name}`,
  variants: ['product', 'limit'],
  database,
  measures: [
    { id: `${id} cpu`, label: 'server CPU per message', unit: 'µs', better: 'less' },
    { id, label: 'durable messages a second', unit: '/s', better: 'more' },
  ],
  goals: [
    {
      measure: id,
      says: 'at least 0.5 × a bare program on the same statements',
      unit: '×',
      least: 0.5,
      value: overLimit,
    },
  ],
  rounds: 5,
  ...durable,
})

export const ROWS: readonly Row[] = [
  {
    id: 'A',
    title: `One room, ${LISTENERS} listeners, 200-byte messages, 20 members speak at once`,
    variants: WITHOUT_STORE,
    note: 'only Parlance and the limit store anything on disk',
    measures: [
      { id: 'A', label: 'server CPU per delivery', unit: 'µs', better: 'less' },
      { id: 'A one', label: 'the same, one speaks at a time', unit: 'µs', better: 'less' },
    ],
    goals: [
      { measure: 'A', says: 'at most 1.3 × the limit', unit: '×', most: 1.3, value: overLimit },
      {
        measure: 'A',
        says: 'at least 6 × cheaper than Socket.IO',
        unit: '×',
        least: 6,
        value: (of) => of('socket.io') / of('product'),
      },
    ],
    rounds: 7,
    prepare: prepareOneRoom,
    async round({ server, load }) {
      const cost = async (job: typeof TOGETHER | typeof ONE) => {
        const before = server.cpu()
        await load.perform(job)
        return (server.cpu() - before) / (job.messages * LISTENERS)
      }
      return [await cost(TOGETHER), await cost(ONE)]
    },
  },
  {
    id: 'B',
    title: `${ROOMS} rooms × ${MEMBERS} members, every send on disk before its answer`,
    variants: WITHOUT_STORE,
    note: 'bare, ws, Socket.IO and Centrifugo only deliver: nothing is stored on disk',
    measures: [
      { id: 'B', label: 'server CPU per message', unit: 'µs', better: 'less' },
      { id: 'B rate', label: 'messages a second', unit: '/s', better: 'more' },
    ],
    goals: [
      { measure: 'B', says: 'at most 1.5 × the limit', unit: '×', most: 1.5, value: overLimit },
    ],
    rounds: 7,
    ...durable,
  },
  {
    id: 'C',
    title: `${IDLE_CONNECTIONS.toLocaleString('en')} idle, signed-in connections`,
    variants: WITHOUT_STORE,
    measures: [{ id: 'C', label: 'memory per connection', unit: 'KB', better: 'less' }],
    goals: [
      { measure: 'C', says: 'at most 4 KB', unit: 'KB', most: 4, value: (of) => of('product') },
    ],
    rounds: 2,
    fresh: true,
    async prepare({ variant, server, load }) {
      const target = { variant, port: server.port }
      await load.perform({ do: 'idle', target, from: 0, count: WARM_CONNECTIONS })
      await Bun.sleep(REST_MS)
    },
    async round({ variant, server, load }) {
      const before = server.memory()
      const target = { variant, port: server.port }
      const count = IDLE_CONNECTIONS
      await load.perform({ do: 'idle', target, from: WARM_CONNECTIONS, count })
      await Bun.sleep(REST_MS)
      return [(server.memory() - before) / count]
    },
  },
  {
    id: 'D',
    title: 'A page of 50 messages over HTTP',
    variants: ['product', 'limit', 'bare', 'ws'],
    note: 'ws: node:http, the page in memory; Socket.IO: none',
    measures: [
      { id: 'D', label: 'pages a second', unit: '/s', better: 'more' },
      { id: 'D cpu', label: 'server CPU per page', unit: 'µs', better: 'less' },
    ],
    goals: [
      { measure: 'D', says: 'at least 0.5 × the limit', unit: '×', least: 0.5, value: overLimit },
      {
        measure: 'D cpu',
        says: 'at most 3 × as many bytes without a store',
        unit: '×',
        most: 3,
        value: overBare,
      },
    ],
    rounds: 7,
    async prepare({ variant, server, load }) {
      const target = { variant, port: server.port }
      await load.perform({ do: 'gather', target, rooms: 1, members: 2 })
      await load.perform({ do: 'send', messages: 500, senders: 2 })
      await load.perform({ do: 'pages', of: 'messages', count: PAGES, connections: 16 })
    },
    async round({ server, load }) {
      const before = server.cpu()
      const ms = await load.perform({ do: 'pages', of: 'messages', count: PAGES, connections: 16 })
      return [PAGES / (ms / 1000), (server.cpu() - before) / PAGES]
    },
  },
  onServer('E', 'postgres', 'PostgreSQL'),
  onServer('F', 'mariadb', 'MariaDB'),
  {
    id: 'G',
    title: `My rooms, ${MY_ROOMS} of them, with unread messages, over HTTP`,
    variants: ['product', 'bare'],
    note: 'bare: as many bytes, the same for everybody',
    measures: [{ id: 'G', label: 'server CPU per list', unit: 'µs', better: 'less' }],
    goals: [
      {
        measure: 'G',
        says: 'at most 5 × as many bytes without a store',
        unit: '×',
        most: 5,
        value: overBare,
      },
    ],
    rounds: 7,
    async prepare({ variant, server, load }) {
      const target = { variant, port: server.port }
      await load.perform({
        do: 'gather',
        target,
        rooms: MY_ROOMS,
        members: MY_ROOMS,
        isShared: true,
      })
      await load.perform({ do: 'send', messages: MY_ROOMS * 10, senders: 1 })
      await load.perform({ do: 'pages', of: 'rooms', count: PAGES, connections: 16 })
    },
    async round({ server, load }) {
      const before = server.cpu()
      await load.perform({ do: 'pages', of: 'rooms', count: PAGES, connections: 16 })
      return [(server.cpu() - before) / PAGES]
    },
  },
  {
    id: 'H',
    title: `${ROOMS} rooms × ${MEMBERS} members, by the sends in flight`,
    variants: ['product', 'limit', 'bare1', 'bare', 'centrifugo'],
    note: 'bare and Centrifugo: store nothing on disk; bare, 1 row: one insert a message, without checks',
    measures: IN_FLIGHT.map((n) => ({
      id: `H ${n}`,
      label: `server CPU per message, ${n} in flight`,
      unit: 'µs',
      better: 'less',
    })),
    goals: IN_FLIGHT.map((n) => ({
      measure: `H ${n}`,
      says: `${n} in flight: at most 1.5 × one bare insert`,
      unit: '×',
      most: 1.5,
      value: (of) => of('product') / of('bare1'),
    })),
    rounds: 7,
    prepare: durable.prepare,
    async round({ server, load }) {
      const costs: number[] = []
      for (const inFlight of IN_FLIGHT) {
        const messages = inFlight === 1 ? SENDS / 4 : SENDS
        const before = server.cpu()
        await load.perform({ do: 'send', messages, senders: MEMBERS, inFlight })
        costs.push((server.cpu() - before) / messages)
      }
      return costs
    },
  },
  {
    id: 'I',
    title: `One room, ${LISTENERS} listeners: as fast as 20 members can, and ${HALF_LOAD.perSecond} messages a second`,
    variants: ['product', 'limit', 'bare', 'centrifugo'],
    measures: [
      { id: 'I', label: 'server CPU per delivery, saturated', unit: 'µs', better: 'less' },
      {
        id: 'I p99',
        label: `p99 of a delivery, ${HALF_LOAD.perSecond} messages a second`,
        unit: 'ms',
        better: 'less',
      },
    ],
    goals: ['I', 'I p99'].map((measure) => ({
      measure,
      says: `${measure === 'I' ? 'saturated' : 'p99'}: at most 1.3 × nothing but sockets`,
      unit: '×',
      most: 1.3,
      value: overBare,
    })),
    rounds: 7,
    prepare: prepareOneRoom,
    async round({ server, load }) {
      const before = server.cpu()
      await load.perform({ do: 'send', messages: SATURATING, senders: 20 })
      const cost = (server.cpu() - before) / (SATURATING * LISTENERS)
      return [cost, await load.perform(HALF_LOAD)]
    },
  },
]
