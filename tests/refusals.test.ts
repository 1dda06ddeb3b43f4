import { expect, test } from 'bun:test'
import * as z from 'zod'
import { COMMANDS } from '../protocol/commands.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { REFUSALS } from '../protocol/refusals.ts'
import { Client } from './support/client.ts'
import { graphql } from './support/graphql.ts'
import { API_KEY, parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { Quick, quickRoom } from './support/quick.ts'
import { execute } from './support/sql.ts'
import { open } from './support/tcp.ts'
import { waitFor } from './support/wait.ts'

/** What a validator says by itself. */
const RAW =
  /expected|received|NaN|invalid (?:input|option|string|key|value)|undefined|null\b|too (?:big|small)/i
/** What a field must be, in our words. */
const OURS = /^(?:is (?:missing|empty|an unknown field)|m(?:ust|ay) .)/

const WRONG: readonly unknown[] = [
  ...[null, true, 7, -1, 1.5, 1e300, '', ' ', '\u0007', 'x'.repeat(20_000)],
  ...[[], [7], [null], Array.from({ length: 1001 }, () => 'ana'), {}, { a: 7 }],
]

/** Each field of a command, once with everything that may be wrong with it. */
function wrongInputs({ input }: Op): object[] {
  const {
    properties = {},
    oneOf = [],
    anyOf = [],
  } = z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
  })
  const all = [properties, ...[...oneOf, ...anyOf].map((one) => one.properties ?? {})]
  const names = new Set(all.flatMap((some) => Object.keys(some)))
  const types = [...oneOf, ...anyOf].map((one) => {
    const type = one.properties?.['type']
    return typeof type === 'object' ? (type.const ?? type.enum?.[0]) : undefined
  })
  const wrong = [...names].flatMap((name) => WRONG.map((value) => ({ [name]: value })))
  const typed = types.flatMap((type) => wrong.map((one) => ({ type, ...one })))
  return [{}, { nonsense: 1 }, ...wrong, ...typed]
}

type Refused = { readonly code: string; readonly message: string; readonly fields?: object }

function checkWords(name: string, input: object, { code, message, fields }: Refused): void {
  if (code !== 'invalid_input') return
  const what = `${name} ${JSON.stringify(input).slice(0, 80)}: ${message}`
  expect(message, what).not.toMatch(RAW)
  for (const says of Object.values(fields ?? {})) expect(says, what).toMatch(OURS)
}

test('[REF-19] the words of our own refusals are found good, and those of a validator are not', () => {
  const words = (says: string) => () =>
    checkWords('x', {}, { code: 'invalid_input', message: `a ${says}`, fields: { a: says } })
  expect(words('must be a whole number from 1 to 200')).not.toThrow()
  expect(words('Invalid input: expected number, received NaN')).toThrow()
  expect(words('Too big: expected string to have <=80 characters')).toThrow()
  expect(words('')).toThrow()
})

test('[REF-19] every refusal says what to do next, and none speaks like a validator', () => {
  for (const [code, { title }] of Object.entries(REFUSALS)) {
    expect(title, code).not.toMatch(RAW)
    expect(title, code).toMatch(/^[A-Z].{20,}/)
    // What is wrong, and then what to do; or a bound, which says both.
    expect(title, code).toMatch(/: |\d/)
  }
})

test('[REF-19] every field of every command is refused in plain words: what it must be', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const socket = await ana.socket()
  const inputs = Object.entries<Op>(COMMANDS).flatMap(([name, op]) =>
    wrongInputs(op).map((input) => ({ name, input })),
  )
  expect(inputs.length).toBeGreaterThan(1000)
  // As many as may wait in line.
  for (let from = 0; from < inputs.length; from += 60) {
    const some = inputs.slice(from, from + 60)
    for (const [id, { name, input }] of some.entries())
      socket.say({ type: 'command', id, name, input })
    await waitFor(() => socket.frames.filter(({ id }) => id !== undefined).length === some.length)
    for (const { id, error } of socket.frames.splice(0)) {
      const { name, input } = some[id] ?? { name: '', input: {} }
      if (error !== undefined) checkWords(name, input, error)
    }
  }
  socket.close()
})

test('[REF-19] so is every field of the management port', async () => {
  await using server = await parlance()
  const app = server.backend()
  for (const [name, op] of Object.entries<Op>(MANAGEMENT)) {
    if (name === 'batch') continue
    const commands = wrongInputs(op).map((input) => ({ name, input }))
    const { results } = await app.ask('POST', '/batch', {
      mode: 'each',
      commands: commands.slice(0, 1000),
    })
    for (const [i, { error }] of results.entries())
      if (error !== undefined) checkWords(name, commands[i]?.input ?? {}, error)
  }
  for (const input of wrongInputs(MANAGEMENT.batch)) {
    const { body } = await app.call('POST', '/batch', input)
    checkWords('batch', input, { ...body, message: body.detail })
  }
})

test('[REF-19] bounds are said as they are', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const detail = async (path: string) => (await ana.call('GET', path)).body.detail
  expect(await detail('/rooms?limit=abc')).toBe('limit must be a whole number from 1 to 200')
  expect(await detail('/rooms?limit=201')).toBe('limit must be a whole number from 1 to 200')
  expect(await detail('/rooms?type=secret')).toBe('type must be one of "public", "announcement"')
  expect(await detail('/search')).toBe('q is missing')
  expect(await detail('/rooms/nowhere')).toBe('room must be a room_… id')
  const made = await ana.call('POST', '/rooms', {
    type: 'group',
    name: 'x',
    members: [7],
    features: { x: 1 },
  })
  expect(made.body.fields).toEqual({
    'members.0': 'must be text of 1 to 128 characters',
    'features.x': 'is an unknown field',
  })
})

test('[REF-20] an internal error has an id that its line in the log has, too, on every door', async () => {
  await using own = await ownProcess({ PARLANCE_DATABASE_URL: '', PARLANCE_API_KEY: API_KEY })
  const process = await own.start()
  const ana = new Client(own.url, await token({ sub: 'ana', name: 'Ana' }), 'ana')
  const { id: room } = await ana.room('public')
  const statement = `create trigger no_bad before insert on messages when new.text = 'bad'
    begin select raise(abort, 'bad'); end`
  await execute('', [statement], own.data)

  const ids: string[] = []
  const rest = await ana.call('POST', `/rooms/${room}/messages`, { text: 'bad' })
  expect([rest.status, rest.body.detail]).toEqual([500, expect.stringContaining(rest.body.id)])
  ids.push(rest.body.id)
  const socket = await ana.socket()
  await socket.command('messages.send', { room, text: 'bad' })
  ids.push(socket.frames.find((frame) => frame.type === 'error').error.id)
  const query = `mutation { sendMessage(input: { room: "${room}", text: "bad" }) { id } }`
  ids.push((await graphql(ana, query)).errors[0].extensions.id)
  const quick = await Quick.join(own.url, { name: 'Ben', room: await quickRoom(own.url) })
  quick.say('bad')
  ids.push((await quick.hears(2))[1].error.id)
  socket.close()
  quick.close()

  expect(ids.every((id) => /^[0-9a-f]{8}$/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(4)
  process.kill()
  const lines = (await new Response(process.stderr).text()).trim().split('\n')
  const logged = lines
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'unexpected error')
  expect(logged.map(({ id }) => id)).toEqual(ids)
})

test('[REF-21] a refusal that passes says after how many seconds, by what is left of the rate', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '0.5' })
  const ana = await server.user('Ana')
  const socket = await ana.socket()
  // It counts as four, of which one and a half are there: two and a half are owed.
  await ana.ask('GET', '/search?q=x')
  const { body, response } = await ana.call('GET', '/me')
  expect(body.code).toBe('rate_limited')
  expect(body.retryAfter).toBeWithin(5, 8)
  expect(response.headers.get('retry-after')).toBe(`${body.retryAfter}`)
  expect(body.detail).toContain(`in ${body.retryAfter} s`)
  const { errors } = await graphql(ana, '{ me { id } }')
  await socket.command('me.get', {})
  const { error } = socket.frames.find((frame) => frame.type === 'error')
  for (const { code, retryAfter } of [errors[0].extensions, error]) {
    expect(code).toBe('rate_limited')
    expect(retryAfter).toBeWithin(5, 8)
  }
  socket.close()
})

test('[REF-21] so does one for which there is no place, and one that the server cannot do just now', () => {
  for (const code of ['rate_limited', 'too_many_connections', 'unavailable'] as const)
    expect(REFUSALS[code].retryAfter).toBeGreaterThan(0)
})

test('[REF-22] a method that an address does not have is refused with those that it has, on both ports', async () => {
  await using server = await parlance()
  const room = `room_${'0'.repeat(26)}`
  for (const [url, path, allow] of [
    [server.url, '/api/v1/me', 'GET, HEAD, PATCH'],
    [server.url, `/api/v1/rooms/${room}/members/me`, 'PUT, DELETE'],
    [server.url, `/api/v1/rooms/${room}/members/ana`, 'PUT, PATCH, DELETE'],
    [server.url, '/api/history', 'GET, HEAD'],
    [server.url, '/readyz', 'GET, HEAD'],
    [server.url, '/chat', 'POST'],
    [server.url, '/graphql', 'GET, HEAD, POST'],
    [server.management, '/api/v1/batch', 'POST'],
    [server.management, '/metrics', 'GET, HEAD'],
  ] as const)
    for (const method of ['TRACE', 'PROPFIND', 'OPTIONS', 'LINK']) {
      const { head, body } = await rawly(url, method, path)
      expect([path, method, head[0]]).toEqual([path, method, 'HTTP/1.1 405 Method Not Allowed'])
      expect(head.find((line) => /^allow:/i.test(line))?.slice('allow: '.length)).toBe(allow)
      expect(JSON.parse(body).code).toBe('method_not_allowed')
    }
  for (const url of [server.url, server.management])
    expect((await rawly(url, 'TRACE', '/nowhere')).head[0]).toBe('HTTP/1.1 404 Not Found')
})

/** As no `fetch` sends it. */
async function rawly(url: string, method: string, path: string) {
  const request = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
  const { tcp, received } = await open(url, request)
  await waitFor(
    () => received().includes('\r\n\r\n') && received().toString().trimEnd().endsWith('}'),
  )
  tcp.destroy()
  const [head = '', body = ''] = received().toString().split('\r\n\r\n')
  return {
    head: head.split('\r\n'),
    body: body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1),
  }
}
