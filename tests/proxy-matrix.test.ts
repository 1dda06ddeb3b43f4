import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { ensureWeb } from '../web/build.ts'
import { CHROMIUM, openBrowser } from './support/browser.ts'
import type { Client } from './support/client.ts'
import { freshDatabase } from './support/database.ts'
import { asked } from './support/graphql.ts'
import { REDIS } from './support/nodes.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { freePort } from './support/process.ts'
import { overHttp2 } from './support/proxies/http2.ts'
import { LISTENERS, type Listener } from './support/proxies/listeners.ts'
import { type Front, openProxy } from './support/proxies/open-proxy.ts'
import { needsProxies, PROXIES } from './support/proxies/proxies.ts'
import { visit } from './support/proxies/visit.ts'
import { quickRoom } from './support/quick.ts'
import { waitFor } from './support/wait.ts'

// Real proxies with the configurations of docs/proxies, in front of two nodes on PostgreSQL and Redis.
// What is opened first stays open: the quiet and the restarts are for all of them at once.

const HAS_NODES = REDIS !== '' && process.env['TEST_POSTGRES_URL'] !== undefined
const QUIET_MS = 100_000
const MOST_MS = 240_000

test('there is every proxy that Parlance is tried behind', needsProxies)

describe.skipIf(!HAS_NODES)('behind a proxy', () => {
  const opened: AsyncDisposable[] = []
  const fronts: Front[] = []
  /** By address and transport. */
  const listeners = new Map<string, Listener>()
  /** What is received by all of them that are open by then. */
  const said: string[] = []
  let saidAt = 0
  let settings: Record<string, string> = {}
  let nodes: { readonly port: number; readonly server: Parlance }[] = []
  let ana: Client
  let room: string

  beforeAll(async () => {
    // Each proxy made its certificate itself.
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    await ensureWeb()
    const database = await freshDatabase(undefined, 'postgres')
    opened.push({ [Symbol.asyncDispose]: database.drop })
    settings = {
      PARLANCE_DATABASE_URL: database.url,
      PARLANCE_REDIS_URL: REDIS,
      PARLANCE_TRUSTED_PROXIES: '127.0.0.1, ::1',
      // All of them are Ana's.
      PARLANCE_CONNECTIONS_PER_USER: '1000',
    }
    for (const port of [await freePort(), await freePort()])
      nodes.push({ port, server: await start(port) })
    ana = await nodeAt(0).user('Ana')
    room = (await ana.room('public')).id
  })

  afterAll(async () => {
    for (const listener of listeners.values()) listener.close()
    opened.push(...nodes.map(({ server }) => server))
    for (const each of opened.toReversed()) await each[Symbol.asyncDispose]()
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  })

  const start = (port: number) => parlance({ ...settings, PARLANCE_PORT: `${port}` })

  function nodeAt(i: number): Parlance {
    const node = nodes[i]?.server
    if (node === undefined) throw new Error(`there is no node ${i}`)
    return node
  }

  async function say(text: string, by = ana): Promise<void> {
    await by.send(room, text)
    said.push(text)
    saidAt = performance.now()
  }

  /** What each of them received as the last, as soon as all have received this many. */
  async function lastHeard(count: number, names: Iterable<string> = listeners.keys()) {
    const last = () =>
      Object.fromEntries(
        [...names].map((name) => [name, listeners.get(name)?.texts().slice(-count)]),
      )
    const wanted = said.slice(-count)
    const isThere = (texts: readonly string[] | undefined) => texts?.at(-1) === wanted.at(-1)
    // In vain: then it is shown who did not hear what.
    await waitFor(() => Object.values(last()).every(isThere)).catch(() => undefined)
    return {
      received: last(),
      wanted: Object.fromEntries(Object.keys(last()).map((name) => [name, wanted])),
    }
  }

  for (const proxy of PROXIES)
    test.skipIf(!proxy.binary)(
      `[PXY-6] [PXY-7] ${proxy.name} lets every transport through, as ${proxy.config} has it`,
      async () => {
        const running = await openProxy(
          proxy,
          nodes.map(({ port }) => port),
        )
        opened.push(running)
        for (const front of running.fronts) {
          fronts.push(front)
          const there = ana.at(front.url)
          await answers(front, there)
          const names: string[] = []
          for (const [transport, listen] of Object.entries(LISTENERS)) {
            if (transport.includes('HTTP/2') && !front.hasHttp2) continue
            const name = `${front.name}: ${transport}`
            listeners.set(name, await listen(there, room))
            names.push(name)
          }
          await say(`to ${front.name}`)
          const { received, wanted } = await lastHeard(1, names)
          expect(received).toEqual(wanted)
        }
      },
      MOST_MS,
    )

  /** What asks and is answered: REST over both HTTPs, GraphQL, quick rooms, and what the page itself asks. */
  async function answers({ url, hasHttp2 }: Front, there: Client): Promise<void> {
    await say(`by ${url}`, there)
    expect((await there.history(room)).at(-1)?.text).toBe(`by ${url}`)
    expect((await asked(there, '{ viewer { id } }')).viewer.id).toBe(ana.id)
    expect(await quickRoom(url)).toStartWith('room_')
    const headers = { origin: new URL(url).origin, cookie: `parlance_token=${ana.token}` }
    for (const [path, body] of [
      ['/chat?name=R', ''],
      ['/api/v1/guests', '{"name":"G"}'],
      ['/api/v1/rooms', '{"type":"public","name":"R"}'],
    ] as const) {
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body })
      expect([path, answer.status]).toEqual([path, 201])
    }
    if (!hasHttp2) return
    const body = '{"type":"public","name":"R"}'
    const bearer = { authorization: `Bearer ${ana.token}` }
    let text = ''
    const asking = { method: 'POST', headers: bearer, body }
    const status = await overHttp2(`${url}/api/v1/rooms`, asking, (more) => (text += more))
    expect([status, JSON.parse(text).name]).toEqual([201, 'R'])
  }

  test.skipIf(!CHROMIUM)(
    '[PXY-7] the page works below a path: it loads, signs in, sends and receives, and nothing is refused',
    async () => {
      const browser = await openBrowser()
      try {
        const below = fronts.filter(({ url }) => url.endsWith('/chat'))
        for (const { url } of below)
          expect([url, await visit(browser, url, ana.token)]).toEqual([url, []])
        // Rooms of Ana's were made meanwhile, which her connections received of.
        saidAt = performance.now()
      } finally {
        await browser.close()
      }
    },
    MOST_MS,
  )

  test(
    '[PXY-8] after 100 s of quiet every connection hears the next event, and sockets are the same ones',
    async () => {
      await Bun.sleep(Math.max(0, saidAt + QUIET_MS - performance.now()))
      await say('after the quiet')
      const { received, wanted } = await lastHeard(1)
      expect(received).toEqual(wanted)
      const returns = [...listeners].flatMap(
        ([name, { returns }]) => returns && [[name, returns()]],
      )
      expect(returns.filter((each) => each?.[1] !== 0)).toEqual([])
    },
    MOST_MS,
  )

  test(
    '[PXY-9] while each node restarts, clients resume by the other one: nothing is lost and nothing comes twice',
    async () => {
      const before = said.length
      for (const [i, { port, server }] of nodes.entries()) {
        const other = ana.at(nodeAt(1 - i).url)
        const stopped = server[Symbol.asyncDispose]()
        await say(`while node ${i} stops`, other)
        await stopped
        for (let n = 0; n < 5; n++) await say(`without node ${i}: ${n}`, other)
        const { received, wanted } = await lastHeard(said.length - before)
        expect(received).toEqual(wanted)
        nodes = nodes.with(i, { port, server: await start(port) })
      }
      await say('at the end')
      const { received, wanted } = await lastHeard(said.length - before)
      expect(received).toEqual(wanted)
    },
    MOST_MS,
  )
})
