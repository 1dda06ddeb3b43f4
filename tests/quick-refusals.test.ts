import { expect, test } from 'bun:test'
import { parlance } from './support/parlance.ts'
import { joined, Quick, quickRoom, refusedAt, said } from './support/quick.ts'

test('[QCK-4] what is refused before there is a socket is answered by HTTP, with the code of every door', async () => {
  await using server = await parlance()
  const { url } = server
  const group = (await (await server.user('Ana')).room('group')).id
  const room = await quickRoom(url)
  const problem = 'application/problem+json'
  const bad = [
    { name: ' ', room },
    { name: 'x'.repeat(81), room },
    { name: 'a\u0000b', room },
    { name: 'a\u202eb', room },
    { room },
    { name: 'John' },
    { name: 'John', room: 'nonsense' },
    { name: 'John', room, history: '201' },
    { name: 'John', room, history: 'all' },
    { name: 'John', room, colour: 'blue' },
  ]
  for (const query of bad)
    expect([query, ...(await refusedAt(url, query))]).toEqual([
      query,
      400,
      problem,
      'invalid_input',
    ])
  for (const there of ['room_01m7xkrq5ze2nrca89e4rk7dj8', group])
    expect(await refusedAt(url, { name: 'John', room: there })).toEqual([404, problem, 'not_found'])
  const noSocket = await fetch(`${url}/chat/join?name=John&room=${room}`)
  expect(noSocket.status).toBe(400)
  for (const query of ['', '?name=', `?name=${'x'.repeat(81)}`, '?name=A&type=dm'])
    expect((await fetch(`${url}/chat${query}`, { method: 'POST' })).status).toBe(400)
  const longest = await Quick.join(url, { name: 'x'.repeat(80), room })
  expect(longest.lines).toEqual([joined('x'.repeat(80))])
})

test('[QCK-4] a line that is refused is answered, and the connection goes on; what is no text ends it', async () => {
  await using server = await parlance()
  const room = await quickRoom(server.url)
  const john = await Quick.join(server.url, { name: 'John', room })
  const longest = 'é'.repeat(8 * 1024)
  for (const line of ['', ' \n', `${longest}x`, 'a\u0000b', longest]) john.say(line)
  const [, ...answers] = await john.hears(6)
  for (const answer of answers.slice(0, 4))
    expect(answer).toEqual({ error: { code: 'invalid_input', message: expect.any(String) } })
  expect(answers.at(4)).toEqual(said('John', longest))
  john.say(new Uint8Array([104, 105]))
  expect(await john.ends()).toEqual({ code: 4400, reason: 'invalid_frame' })
  const jane = await Quick.join(server.url, { name: 'Jane', room, history: '200' })
  expect((await jane.hears(2)).filter(({ text }) => text)).toEqual([said('John', longest)])
})

test('[QCK-9] by a setting, and where there are no guests, there are no quick rooms', async () => {
  await using off = await parlance({ PARLANCE_QUICK_ROOMS: 'false' })
  await using guestless = await parlance({ PARLANCE_GUESTS: 'false' })
  for (const { url, lobby } of [off, guestless]) {
    const made = await fetch(`${url}/chat?name=A`, { method: 'POST' })
    expect([made.status, (await made.json()).code]).toEqual([404, 'not_found'])
    const [status, , code] = await refusedAt(url, { name: 'John', room: lobby })
    expect([status, code]).toEqual([404, 'not_found'])
  }
})

test('[QCK-10] a page of another origin gets in nowhere; our own, those allowed, and programs do', async () => {
  const app = 'https://app.example'
  await using server = await parlance({ PARLANCE_ORIGINS: app })
  const { url, lobby } = server
  const post = (origin: string) =>
    fetch(`${url}/chat?name=A`, { method: 'POST', headers: { origin } })
  for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
    const refused = await refusedAt(url, { name: 'Eve', room: lobby }, { origin })
    expect([refused[0], refused[2]]).toEqual([403, 'origin_refused'])
    expect((await post(origin)).status).toBe(403)
  }
  for (const origin of [url, app]) {
    const page = await Quick.join(url, { name: 'John', room: lobby }, { origin })
    expect(page.lines[0]).toEqual(joined('John'))
    expect((await post(origin)).status).toBe(201)
  }
})

test('[QCK-11] lines over the rate are refused, and nothing else is lost; one address makes only so many rooms', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '5' })
  const room = await quickRoom(server.url)
  const john = await Quick.join(server.url, { name: 'John', room })
  for (let i = 0; i < 30; i++) john.say(`${i}`)
  await john.hears(31)
  const refused = john.lines.filter(({ error }) => error?.code === 'rate_limited').length
  expect(refused).toBeGreaterThan(0)
  expect(john.lines.filter(({ text }) => text)).toHaveLength(30 - refused)
  const make = () => fetch(`${server.url}/chat?name=A`, { method: 'POST' })
  const answers = await Promise.all(Array.from({ length: 700 }, make))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 429]))
})

test('[QCK-11] more lines than wait their turn end the connection with 4429', async () => {
  await using server = await parlance()
  const room = await quickRoom(server.url)
  const john = await Quick.join(server.url, { name: 'John', room })
  for (let i = 0; i < 5000; i++) john.say(`${i}`)
  expect(await john.ends()).toEqual({ code: 4429, reason: 'rate_limited' })
})
