import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect } from 'node:net'
import { KINDS, TOO_MANY } from './support/connection-kinds.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Quick, quickRoom, refusedAt } from './support/quick.ts'
import { Socket } from './support/socket.ts'
import { waitFor } from './support/wait.ts'

describe('one has so many connections, and another when one has ended', () => {
  let server: Parlance
  beforeAll(async () => {
    server = await parlance({ PARLANCE_CONNECTIONS_PER_USER: '2' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  for (const [kind, connect] of Object.entries(KINDS))
    test(`[FLO-5] ${kind}`, async () => {
      const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
      const held = [await ana.stream(), await ana.socket()]
      expect(await connect(ana)).toBe(TOO_MANY)
      expect(await connect(ben)).toBeObject()
      held[0]?.close()
      const again = await waitFor(async () => {
        const opened = await connect(ana)
        return typeof opened === 'object' && opened
      })
      expect(await connect(ana)).toBe(TOO_MANY)
      again.close()
      await waitFor(async () => typeof (await connect(ana)) === 'object')
    })
})

describe('an address, and a node, has so many connections, whoever they are of', () => {
  for (const setting of ['PARLANCE_CONNECTIONS_PER_ADDRESS', 'PARLANCE_CONNECTIONS'])
    test(`[FLO-5] ${setting}`, async () => {
      await using server = await parlance({ [setting]: '3' })
      const room = await quickRoom(server.url)
      const first = await server.user('Ana')
      // One that says no hello takes a place, too.
      const held = [await Socket.connect(server.url), await first.stream(), await first.socket()]
      for (const connect of Object.values(KINDS))
        expect(await connect(await server.user('Ben'))).toBe(TOO_MANY)
      expect(await refusedAt(server.url, { name: 'Q', room })).toEqual([
        429,
        'application/problem+json',
        TOO_MANY,
      ])
      held[0]?.close()
      const quick = await waitFor(async () => {
        const joined = await Quick.join(server.url, { name: 'Q', room })
        return joined.lines.length > 0 && joined
      })
      expect(await KINDS['stream']?.(first)).toBe(TOO_MANY)
      quick.close()
      await waitFor(async () => typeof (await KINDS['stream']?.(first)) === 'object')
      const metrics = await (await fetch(`${server.management}/metrics`)).text()
      expect(metrics).toMatch(
        /parlance_limited_total\{limit="(?:address|node)_connections"\} [1-9]/,
      )
    })
})

test('[REF-14] a body that breaks off is counted, and is nothing to log', async () => {
  await using server = await parlance()
  const head = (path: string, more: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}\r\n\r\n`
  const refused = async (code: string) => {
    const metrics = await (await fetch(`${server.management}/metrics`)).text()
    return Number(new RegExp(`refusals_total\\{code="${code}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0)
  }
  const ways = ['/api/v1/guests', '/graphql'].flatMap((path) => [
    `${head(path, 'Content-Length: 1000')}{"name":`,
    `${head(path, 'Transfer-Encoding: chunked')}8\r\n{"name":\r\n`,
  ])
  for (const [i, way] of ways.entries()) {
    const tcp = connect(Number(new URL(server.url).port), '127.0.0.1')
    tcp.write(way, () => tcp.destroy())
    await waitFor(async () => (await refused('body_incomplete')) === i + 1)
  }
  // What is logged is told as `internal`.
  expect(await refused('internal')).toBe(0)
})
