import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

const upTo = (n: number, from = 0) => Array.from({ length: n - from }, (_, i) => from + i)

test('[FLO-1] commands in a rateLimiter are refused with their code, and nothing else is lost', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '5' })
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  // All at once, and fewer than may wait in line.
  const answers = await Promise.all(
    upTo(60).map((i) => socket.command('messages.send', { room: room.id, text: `${i}` })),
  )
  const refused = answers.filter((a) => a === 'rate_limited').length
  expect(refused).toBeGreaterThan(0)
  const rest = await waitFor(async () => {
    const many = await Promise.all(upTo(60).map(() => ana.call('GET', '/me')))
    return many.find(({ status }) => status === 429)
  })
  expect([rest.status, rest.body.code, rest.response.headers.get('retry-after')]).toEqual([
    429,
    'rate_limited',
    '1',
  ])
  await waitFor(async () => (await ana.call('GET', '/me')).status === 200)
  const stored = texts(await socket.hears(room.id, 60 - refused))
  expect(stored).toEqual(answers.flatMap((a) => (a === 'rate_limited' ? [] : [a.text])))
})

test('[FLO-1] a search takes as much of the rate as four other commands', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '2' })
  const taken = async (name: string, path: string) => {
    const who = await server.user(name)
    const many = await Promise.all(upTo(40).map(() => who.call('GET', path)))
    return many.filter(({ status }) => status === 200).length
  }
  // Six at once, of which the user's first request has taken one, and two more a second: in the same time four times as many.
  const [plain, searches] = await Promise.all([taken('Ana', '/me'), taken('Ben', '/search?q=x')])
  expect(plain).toBeGreaterThanOrEqual(5)
  expect(searches).toBeGreaterThan(0)
  expect(searches).toBeLessThan(plain)
})

test('[FLO-2] more frames than wait in line end the connection with 4429; what was answered stands', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  for (let id = 1; id <= 5000; id++)
    socket.say({
      type: 'command',
      id,
      name: 'messages.send',
      input: { room: room.id, text: `${id}` },
    })
  expect(await socket.ends()).toEqual({ code: 4429, reason: 'rate_limited' })
  const acknowledged = socket.frames.filter((f) => f.type === 'result').map((f) => f.result.text)
  const stored = (await ana.history(room.id, '?limit=200')).map((m) => m.text)
  expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged)
  expect(stored.length).toBeLessThan(5000)
})

test('[FLO-3] one address takes only so many names at once', async () => {
  await using server = await parlance()
  const guest = () => fetch(`${server.url}/api/v1/guests`, { method: 'POST', body: '{"name":"G"}' })
  const answers = await Promise.all(Array.from({ length: 700 }, guest))
  const statuses = new Set(answers.map((a) => a.status))
  expect(statuses).toEqual(new Set([201, 429]))
})

test('[FLO-3] a socket, GraphQL and the lobby’s history take from the same', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '10000' })
  const ana = await server.user('Ana')
  const [socket, other] = [await ana.socket(), await ana.socket()]
  const history = () => fetch(`${server.url}/api/history`)
  expect((await history()).status).toBe(200)
  // What frames may wait in line bounds how many are sent at once.
  const names: string[] = []
  for (let i = 0; i < 14; i++) {
    const asked = Array.from({ length: 50 }, () => socket.command('guests.create', { name: 'G' }))
    for (const answer of await Promise.all(asked)) names.push(typeof answer)
  }
  // A refusal is its code, a guest an object.
  expect(new Set(names)).toEqual(new Set(['object', 'string']))
  expect(names.filter((type) => type === 'object').length).toBeLessThan(660)
  // One more may be had each fifth of a second.
  const many = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 30 }, ask))
  expect(await many(() => other.command('guests.create', { name: 'G' }))).toContain('rate_limited')
  expect((await many(history)).map(({ status }) => status)).toContain(429)
  const query = 'mutation { createGuest(input: { name: "G" }) { __typename } }'
  const headers = { 'content-type': 'application/json' }
  const answers = await many(async () =>
    (
      await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      })
    ).text(),
  )
  expect(answers.join()).toContain('"code":"rate_limited"')
}, 60_000)

test('[FLO-4] [PXY-2] behind a trusted proxy each address is counted by itself, with or without its port, and nobody can say another', async () => {
  await using server = await parlance({ PARLANCE_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' })
  const { come, isKnown, spend } = addressLimits(server.url)
  await spend('198.51.100.1')
  // The list is read from its end, over what is trusted.
  for (const said of ['198.51.100.1', '192.0.2.9, 198.51.100.1', '198.51.100.1, 10.1.2.3'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of [
    '198.51.100.2',
    '198.51.100.1, 198.51.100.3',
    '198.51.100.1, 192.0.2.9, 10.1.2.3',
  ])
    expect([said, await isKnown(said)]).toEqual([said, false])

  // Some proxies add the port, which changes with each connection.
  for (const said of ['198.51.100.1:4711', '198.51.100.1:80, 10.1.2.3:52114'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of ['198.51.100.2:4711', '198.51.100.1:4711, 198.51.100.3:4711'])
    expect([said, await isKnown(said)]).toEqual([said, false])

  await spend('2001:db8:1:2::1')
  for (const said of ['2001:db8:1:2::1', '2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of ['[2001:db8:1:2::1]:4711', '[2001:db8:1:2::1]', '[::ffff:198.51.100.1]:4711'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of ['2001:db8:1:3::1', '2001:db8::1', '[2001:db8:1:3::1]:4711'])
    expect([said, await isKnown(said)]).toEqual([said, false])

  // What is no address ends the list there: all of those are the proxy's own.
  await spend('198.51.100.9, unknown')
  for (const said of [
    undefined,
    '',
    'nonsense',
    '198.51.100.8, nonsense',
    '198.51.100.8:x',
    '[198.51.100.8',
  ])
    expect([said, await isKnown(said)]).toEqual([said, true])
  expect(await come('198.51.100.8')).toBe(201)
})

test('[FLO-4] whoever is no trusted proxy may write what they like', async () => {
  await using server = await parlance()
  const { come, isKnown } = addressLimits(server.url)
  await Promise.all(Array.from({ length: 700 }, (_, i) => come(`198.51.100.${i % 250}`)))
  expect(await isKnown('192.0.2.1')).toBe(true)
})

test('[FLO-4] a proxy nearby that nobody named is warned about, once', async () => {
  await using server = await ownProcess({ PARLANCE_LOG_LEVEL: 'warn' })
  const child = await server.start()
  for (let i = 0; i < 3; i++)
    await fetch(`${server.url}/api/history`, { headers: { 'x-forwarded-for': '198.51.100.7' } })
  child.kill('SIGTERM')
  const lines = (await new Response(child.stderr).text()).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
    'PARLANCE_TRUSTED_PROXIES: the proxy at 127.0.0.1 is not in it, so all users behind this proxy share one address and its limits: add it',
  ])
})

/** People whom a proxy brings, as it says. */
function addressLimits(url: string) {
  const come = async (forwarded: string | undefined): Promise<number> => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    const body = '{"name":"G"}'
    return (await fetch(`${url}/api/v1/guests`, { method: 'POST', body, headers })).status
  }
  const statuses = (count: number, forwarded: string | undefined) =>
    Promise.all(Array.from({ length: count }, () => come(forwarded)))
  return {
    come,
    /** Takes all that one address may take. */
    spend: (forwarded: string) => statuses(650, forwarded),
    /** Whether they are one of those who have taken too much: some are let in again each second. */
    isKnown: async (forwarded: string | undefined) =>
      (await statuses(100, forwarded)).includes(429),
  }
}
