import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect } from 'node:net'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { waitFor } from './support/wait.ts'

let server: Parlance
let ana: Client
let room: string

beforeAll(async () => {
  server = await parlance()
  ana = await server.user('Ana')
  room = (await ana.room()).id
})
afterAll(() => server[Symbol.asyncDispose]())

const nest = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`
const bytes = (text: string) => new TextEncoder().encode(text).length

/** What a command's input may not be: the same code by REST and by socket. */
const INPUTS: readonly [string, string, Record<string, unknown>, string][] = [
  ['text that is empty', 'messages.send', { text: '' }, 'invalid_input'],
  ['text of blanks alone', 'messages.send', { text: ' \n\t' }, 'invalid_input'],
  ['text over 16 KiB', 'messages.send', { text: 'x'.repeat(16 * 1024 + 1) }, 'invalid_input'],
  [
    'text over 16 KiB of UTF-8',
    'messages.send',
    { text: 'é'.repeat(8 * 1024 + 1) },
    'invalid_input',
  ],
  ['text that is a number', 'messages.send', { text: 5 }, 'invalid_input'],
  ['no text', 'messages.send', {}, 'invalid_input'],
  ['an unknown field', 'messages.send', { text: 'x', role: 'admin' }, 'invalid_input'],
  ['a sender of one’s own choice', 'messages.send', { text: 'x', sender: 'ben' }, 'invalid_input'],
  ['a clientId that is empty', 'messages.send', { text: 'x', clientId: '' }, 'invalid_input'],
  ['a clientId of 65', 'messages.send', { text: 'x', clientId: 'c'.repeat(65) }, 'invalid_input'],
  ['a clientId with a blank', 'messages.send', { text: 'x', clientId: 'a b' }, 'invalid_input'],
  ['data that is no object', 'messages.send', { text: 'x', data: [1] }, 'invalid_input'],
  [
    'data over 16 KiB',
    'messages.send',
    { text: 'x', data: { a: 'x'.repeat(17000) } },
    'invalid_input',
  ],
  [
    'a reply to an id of another kind',
    'messages.send',
    { text: 'x', replyTo: 'room_1' },
    'invalid_input',
  ],
  ['a read pointer of 0', 'receipts.markRead', { seq: 0 }, 'invalid_input'],
  ['a read pointer of 1.5', 'receipts.markRead', { seq: 1.5 }, 'invalid_input'],
  ['a read pointer that is text', 'receipts.markRead', { seq: '5' }, 'invalid_input'],
  ['a read pointer of 2^53', 'receipts.markRead', { seq: 2 ** 53 }, 'invalid_input'],
  ['a role there is not', 'members.update', { user: 'ben', role: 'god' }, 'invalid_input'],
  ['a name that is empty', 'rooms.update', { name: ' ' }, 'invalid_input'],
  ['a name with a line break in it', 'rooms.update', { name: 'a\u0007b' }, 'invalid_input'],
  ['a name that turns the text around', 'rooms.update', { name: 'a\u202eb' }, 'invalid_input'],
  ['a name of 81', 'rooms.update', { name: 'n'.repeat(81) }, 'invalid_input'],
  ['NUL in text', 'messages.send', { text: 'a\0b' }, 'invalid_json'],
  ['NUL in data', 'messages.send', { text: 'x', data: { a: '\0' } }, 'invalid_json'],
  ['NUL in a key', 'messages.send', { text: 'x', data: { 'a\0': 1 } }, 'invalid_json'],
  ['half a surrogate pair', 'messages.send', { text: 'a\ud800' }, 'invalid_json'],
  [
    'half a surrogate pair in data',
    'messages.send',
    { text: 'x', data: { a: '\udc00' } },
    'invalid_json',
  ],
]

const REST: Record<string, [string, string]> = {
  'messages.send': ['POST', '/messages'],
  'receipts.markRead': ['PUT', '/read'],
  'members.update': ['PATCH', '/members/ben'],
  'rooms.update': ['PATCH', ''],
}

describe('[REF-1] input that does not fit is refused with one code on REST and socket', () => {
  for (const [what, name, input, code] of INPUTS)
    test.concurrent(`[REF-1] ${what}`, async () => {
      const [method, path] = REST[name] ?? ['', '']
      const { user: _, ...body } = input
      const answer = await ana.call(method, `/rooms/${room}${path}`, body)
      expect([answer.status, answer.body.code]).toEqual([400, code])
      expect(answer.response.headers.get('content-type')).toBe('application/problem+json')

      const socket = await ana.socket()
      if (code === 'invalid_json') {
        // A client that cannot write JSON is told so, and sent away.
        socket.say({ type: 'command', id: 1, name, input: { room, ...input } })
        expect(await socket.ends()).toEqual({ code: 4400, reason: code })
      } else expect(await socket.command(name, { room, ...input })).toBe(code)
      socket.close()
    })
})

describe('[REF-2] a body that is not a JSON object of ours is refused', () => {
  const bodies: [string, string | Uint8Array, number, string][] = [
    ['no JSON', 'nonsense', 400, 'invalid_json'],
    ['half a JSON', '{"text":"x"', 400, 'invalid_json'],
    ['an array', '[]', 400, 'invalid_json'],
    ['a string', '"x"', 400, 'invalid_json'],
    ['33 deep', `{"text":"x","data":{"a":${nest(31)}}}`, 400, 'invalid_json'],
    ['500,000 deep', `{"text":"x","data":${'{"a":'.repeat(100_000)}`, 400, 'invalid_json'],
    ['not UTF-8', new Uint8Array([123, 34, 97, 34, 58, 34, 0xff, 34, 125]), 400, 'invalid_json'],
    ['UTF-8 of half a surrogate', new Uint8Array([34, 0xed, 0xa0, 0x80, 34]), 400, 'invalid_json'],
    ['10,001 elements', `{"text":"x","data":{"a":[${'1,'.repeat(9_999)}1]}}`, 413, 'too_large'],
    [
      '10,001 keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 1]))),
      413,
      'too_large',
    ],
    [
      '150,000 numbers that are too large',
      `{"a":[${'1e400,'.repeat(150_000)}1]}`,
      413,
      'too_large',
    ],
    ['a key twice', '{"text":"x","data":{"a":1,"b":2,"a":1}}', 400, 'invalid_json'],
    ['__proto__', '{"text":"x","__proto__":{"a":1}}', 400, 'invalid_json'],
    ['__proto__ in data', '{"text":"x","data":{"__proto__":{"a":1}}}', 400, 'invalid_json'],
    [
      '__proto__ in disguise',
      '{"text":"x","data":{"\\u005f_proto__":{"a":1}}}',
      400,
      'invalid_json',
    ],
    ['the path’s own field again', `{"text":"x","room":"other"}`, 400, 'invalid_input'],
    ['over 1 MiB', `{"text":"${'x'.repeat(1024 * 1024)}"}`, 413, 'too_large'],
  ]
  for (const [what, body, status, code] of bodies)
    test.concurrent(`[REF-2] ${what}`, async () => {
      const response = await fetch(`${server.url}/api/v1/rooms/${room}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ana.token}` },
        body: body as BodyInit,
      })
      expect([response.status, (await response.json()).code]).toEqual([status, code])
    })

  test('[REF-2] 32 deep is taken', async () => {
    const answer = await ana.call(
      'POST',
      `/rooms/${room}/messages`,
      `{"text":"x","data":{"a":${nest(30)}}}`,
    )
    expect(answer.status).toBe(201)
  })

  test('[REF-2] a number with an exponent, or of 300 digits, is taken where it is one', async () => {
    for (const number of ['1e300', '-2.5E-300', `1${'0'.repeat(300)}`, '0.1'])
      expect(
        (await ana.call('POST', `/rooms/${room}/messages`, `{"text":"x","data":{"a":${number}}}`))
          .status,
      ).toBe(201)
  })

  test('[REF-2] frames of the socket are bounded alike', async () => {
    for (const [data, code] of [
      ['{"a":1,"a":1}', 'invalid_json'],
      [`[${'1,'.repeat(10_001)}1]`, 'too_large'],
    ] as const) {
      const socket = await ana.socket()
      socket.say(
        `{"type":"command","id":1,"name":"messages.send","input":{"room":"${room}","text":"x","data":{"a":${data}}}}`,
      )
      expect((await socket.ends()).reason).toBe(code)
    }
  })

  test('[REF-2] variables of GraphQL are bounded alike', async () => {
    const query = 'query ($d: JSON) { __typename }'
    for (const [data, status, code] of [
      ['{"a":1,"a":1}', 400, 'invalid_json'],
      [`{"a":[${'1,'.repeat(10_001)}1]}`, 413, 'too_large'],
    ] as const) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ana.token}`, 'content-type': 'application/json' },
        body: `{"query":${JSON.stringify(query)},"variables":{"d":${data}}}`,
      })
      const { errors } = await response.json()
      expect([response.status, errors[0].extensions.code]).toEqual([status, code])
    }
  })

  test('[REF-11] a refusal names the first 20 fields, whatever does not fit', async () => {
    const many = Array.from({ length: 9000 }, (_, i) => `unknown-${i}`)
    const inputs = [
      Object.fromEntries(many.map((key) => [key, 1])),
      { text: 'x', mentions: { users: many.map(() => ' ') } },
      { ['k'.repeat(100_000)]: 1 },
      Object.fromEntries(
        many.slice(0, 4000).map((key) => [`${key}${'k'.repeat(100)}`, { a: key }]),
      ),
    ]
    for (const input of inputs) {
      const answer = await ana.call('POST', `/rooms/${room}/messages`, input)
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input'])
      expect(Object.keys(answer.body.fields).length).toBeLessThanOrEqual(20)
      expect(JSON.stringify(answer.body).length).toBeLessThan(4096)
    }
  })

  test('[REF-2] over 1 MiB in chunks, whose size nothing announces', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(64 * 1024))
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(chunk)
      },
    })
    const sent = fetch(`${server.url}/api/v1/rooms/${room}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ana.token}` },
      body,
    })
    const response = await sent
    expect([response.status, (await response.json()).code]).toEqual([413, 'too_large'])
  })
})

describe('[REF-3] a query and a path are checked like everything else', () => {
  const paths: [string, number, string][] = [
    [`/rooms/ROOM/messages?limit=0`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?limit=201`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?limit=ten`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?limit=1e2`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?before=-1`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?before=0`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?before=99999999999999999999`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?before=5&after=1`, 400, 'invalid_input'],
    [`/search?q=%00`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?__proto__=1`, 400, 'invalid_input'],
    [`/rooms/ROOM/messages?nope=1`, 400, 'invalid_input'],
    [`/rooms/nonsense/messages`, 400, 'invalid_input'],
    [`/rooms/msg_01m7xkrq5ze2nrca89e4rk7dj8/messages`, 400, 'invalid_input'],
    [`/rooms/${'x'.repeat(5000)}/messages`, 400, 'invalid_input'],
    [`/rooms/room_%00/messages`, 400, 'invalid_input'],
    [`/rooms?type=group`, 400, 'invalid_input'],
    [`/nowhere`, 404, 'not_found'],
    [`/rooms/ROOM/members/me`, 405, 'method_not_allowed'],
  ]
  for (const [path, status, code] of paths)
    test.concurrent(`[REF-3] ${path.slice(0, 60)}`, async () => {
      const answer = await ana.call('GET', path.replace('ROOM', room))
      expect([answer.status, answer.body.code]).toEqual([status, code])
    })
})

describe('[REF-4] a frame that is none of the socket’s ends the connection with 4400', () => {
  const frames: [string, unknown, string][] = [
    ['no JSON', 'nonsense', 'invalid_json'],
    ['a binary frame', new Uint8Array([1, 2, 3]).buffer, 'invalid_frame'],
    ['no type', {}, 'invalid_frame'],
    ['another type', { type: 'shout' }, 'invalid_frame'],
    [
      'an unknown field',
      { type: 'command', id: 1, name: 'me.get', input: {}, x: 1 },
      'invalid_frame',
    ],
    [
      'an id that is text',
      { type: 'command', id: '1', name: 'me.get', input: {} },
      'invalid_frame',
    ],
    ['a second hello', { type: 'hello' }, 'invalid_frame'],
    ['33 deep', nest(33), 'invalid_json'],
  ]
  for (const [what, frame, code] of frames)
    test.concurrent(`[REF-4] ${what}`, async () => {
      const socket = await ana.socket()
      socket.say(frame)
      expect(await socket.ends()).toEqual({ code: 4400, reason: code })
      expect(socket.frames.at(-1)).toMatchObject({ type: 'error', error: { code } })
    })

  test('[REF-4] a command before hello', async () => {
    const socket = await Socket.connect(server.url)
    socket.say({ type: 'command', id: 1, name: 'me.get', input: {} })
    expect(await socket.ends()).toEqual({ code: 4400, reason: 'hello_missing' })
  })

  test('[REF-4] a frame over 64 KiB ends it with 1009', async () => {
    const socket = await ana.socket()
    socket.say('x'.repeat(64 * 1024 + 1))
    expect((await socket.ends()).code).toBe(1009)
  })

  test('[REF-4] a command there is not is refused, and the connection stays', async () => {
    const socket = await ana.socket()
    for (const name of ['messages.shout', '__proto__', 'constructor', ''])
      expect(await socket.command(name, {})).toBe('unknown_command')
    expect(await socket.command('me.get', {})).toMatchObject({ id: ana.id })
  })

  test('[REF-4] no hello within 10 s ends it with 4408', async () => {
    const socket = await Socket.connect(server.url)
    const { code, reason } = await waitFor(() => socket.closed, 13)
    expect([code, reason]).toEqual([4408, 'hello_late'])
  }, 15_000)
})

test('[REF-5] what was refused stored nothing and nobody received it', async () => {
  const quiet = await ana.room()
  const socket = await ana.socket()
  for (const [, name, input] of INPUTS.filter(([, name]) => name === 'messages.send'))
    await ana.call(REST[name]?.[0] ?? '', `/rooms/${quiet.id}/messages`, input)
  const sent = await ana.send(quiet.id, 'fine')
  expect(sent.seq).toBe(quiet.seq + 1)
  expect(await socket.hears(quiet.id, 1)).toHaveLength(1)
})

const PATHS = ['/api/v1/me', '/', '/api/v1/events', '/api/v1/socket', '/graphql', '/api/history']
const MANAGED = ['/metrics', '/healthz', '/docs', '/graphiql', '/api/v1/rooms', '/version']

/** The code of the refusal, if any, of who names the server so. */
async function askedAs(host: string, url: string, path: string, more = ''): Promise<string> {
  const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`
  const answer = await raw(head, undefined, url)
  return /"code":"(invalid_host)"/.exec(answer)?.[1] ?? ''
}

test('[REF-12] a name that nobody set is refused on every route of both ports, loopback names and addresses are taken', async () => {
  await using named = await parlance({ PARLANCE_URL: 'https://chat.example, http://inside:8000' })
  for (const path of [...PATHS, '/readyz', '/nothing']) {
    for (const host of [
      'evil.example',
      'evil.example:8000',
      'localhost.evil.example',
      '2130706433',
    ])
      expect([path, host, await askedAs(host, named.url, path)]).toEqual([
        path,
        host,
        'invalid_host',
      ])
    for (const host of ['localhost', 'a.localhost:1', '[::1]:80', '10.0.0.1', 'CHAT.example:443'])
      expect([path, host, await askedAs(host, named.url, path)]).toEqual([path, host, ''])
    expect(await askedAs('inside:8000', named.url, path)).toBe('')
  }
  for (const path of MANAGED) {
    for (const host of ['evil.example:7999', 'chat.example', 'inside'])
      expect([path, host, await askedAs(host, named.management, path)]).toEqual([
        path,
        host,
        'invalid_host',
      ])
    for (const host of ['localhost', '127.0.0.1:7999'])
      expect([path, host, await askedAs(host, named.management, path)]).toEqual([path, host, ''])
  }
})

test('[REF-12] the address that people open is our own page’s, whatever host a proxy names', async () => {
  await using named = await parlance({ PARLANCE_URL: 'https://chat.example' })
  const ben = await named.user('Ben')
  const post = (origin: string, host: string) =>
    fetch(`${named.url}/api/v1/rooms`, {
      method: 'POST',
      headers: { cookie: `parlance_token=${ben.token}`, origin, host },
      body: '{"type":"public","name":"R"}',
    })
  for (const host of ['chat.example', 'chat.example:443', new URL(named.url).host])
    expect((await post('https://chat.example', host)).status).toBe(201)
  expect((await post('https://evil.example', 'chat.example')).status).toBe(403)
})

test('[REF-13] a page of another origin makes no guest and no room, and one of ours does', async () => {
  const app = 'https://app.example'
  await using open = await parlance({ PARLANCE_ORIGINS: app })
  const from = (path: string, origin: string) =>
    fetch(`${open.url}${path}`, { method: 'POST', headers: { origin }, body: '{"name":"G"}' })
  for (const path of ['/api/v1/guests', '/chat?name=x']) {
    for (const origin of ['https://evil.example', 'null'])
      expect([path, origin, (await from(path, origin)).status]).toEqual([path, origin, 403])
    for (const origin of [app, open.url])
      expect([path, origin, (await from(path, origin)).status]).toEqual([path, origin, 201])
  }
})

test('[REF-6] a malformed Host is refused, whatever stands at the address', async () => {
  for (const host of ['evil.com/a?b#c@d', 'a b', 'x'.repeat(300), 'a:b', '<x>'])
    for (const path of PATHS) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      expect(answer.split('\r\n')[0]).toContain('400')
      expect(answer).not.toContain('at ') // no stack
    }
})

test('[REF-6] two Hosts are refused like a malformed one', async () => {
  const answer = await raw(
    'GET /api/v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
  )
  expect(answer).toContain('invalid_host')
})

test('[REF-10] pages of the operator’s origins may read our answers, pages of others may not', async () => {
  const app = 'https://app.example'
  await using open = await parlance({ PARLANCE_ORIGINS: `${app}, https://other.example` })
  const ben = await open.user('Ben')
  const from = (origin: string, method = 'GET') =>
    fetch(`${open.url}/api/v1/me`, {
      method,
      headers: { origin, authorization: `Bearer ${ben.token}` },
    })
  const mine = await from(app)
  expect([mine.status, mine.headers.get('access-control-allow-origin')]).toEqual([200, app])
  expect(mine.headers.get('access-control-expose-headers')).toBe('retry-after')
  const preflight = (origin: string, wanted: string) =>
    fetch(`${open.url}/api/v1/me`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': wanted,
      },
    })
  const wanted = 'authorization,baggage,content-type,sentry-trace,traceparent,x-request-id'
  const asked = await preflight(app, wanted)
  expect(asked.headers.get('access-control-allow-headers')).toBe(wanted)
  expect(asked.headers.get('access-control-allow-origin')).toBe(app)
  expect((await preflight(app, 'a b;c')).headers.has('access-control-allow-headers')).toBe(false)
  const foreign = await preflight('https://evil.example', wanted)
  expect(foreign.headers.has('access-control-allow-origin')).toBe(false)
  for (const origin of ['https://evil.example', 'null'])
    expect((await from(origin)).headers.has('access-control-allow-origin')).toBe(false)
})

test('[REF-7] a cookie from a page of another origin opens nothing; from our own it does', async () => {
  const cookie = `parlance_token=${ana.token}`
  const upgrade = async (origin: string) => {
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
    const head = `GET /api/v1/socket HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}`
    return (await raw(`${head}\r\n${origin}Cookie: ${cookie}\r\n\r\n`, '\r\n\r\n')).split('\r\n')[0]
  }
  expect(await upgrade('Origin: https://evil.example\r\n')).toContain('403')
  expect(await upgrade('Origin: null\r\n')).toContain('403')
  expect(await upgrade('')).toContain('403')
  expect(await upgrade(`Origin: ${server.url}\r\n`)).toContain('101')

  const post = (origin?: string) =>
    fetch(`${server.url}/api/v1/rooms/${room}/messages`, {
      method: 'POST',
      headers: { cookie, ...(origin && { origin }) },
      body: '{"text":"x"}',
    })
  const foreign = await post('https://evil.example')
  expect([foreign.status, (await foreign.json()).code]).toEqual([403, 'origin_refused'])
  expect((await post()).status).toBe(403)
  expect((await post(server.url)).status).toBe(201)
})

test('[REF-8] nothing that is refused shows a stack, SQL or the input itself', async () => {
  const planted = 'planted-word-in-the-input'
  const answers = await Promise.all([
    ana.call('POST', `/rooms/${room}/messages`, `{"${planted}"`),
    ana.call('POST', `/rooms/${room}/messages`, { text: 'x', clientId: `${planted} ` }),
    ana.call('GET', `/rooms/${planted}`),
  ])
  for (const { status, body } of answers) {
    expect(status).toBe(400)
    expect(JSON.stringify(body)).not.toMatch(/planted|select|\.ts:|at Object/)
  }
})

/** Bytes as no well-behaved client would send them, and what comes back. */
function raw(request: string, until?: string, url = server.url): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let received = ''
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
  socket.on('data', (data) => {
    received += data
    if (until !== undefined && received.includes(until)) socket.end()
  })
  socket.on('close', () => resolve(received))
  socket.on('error', reject)
  return promise
}

test('[REF-15] a body that is encoded is refused, and says how it is taken', async () => {
  const gzip = Bun.gzipSync(JSON.stringify({ name: 'Ana' }))
  for (const path of ['/api/v1/guests', '/graphql']) {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' }
    const answer = await fetch(server.url + path, { method: 'POST', headers, body: gzip })
    expect(answer.status).toBe(415)
    expect(answer.headers.get('accept-encoding')).toBe('identity')
    expect(await answer.text()).toContain('unsupported_encoding')
  }
  const plain = { 'content-encoding': 'identity' }
  const init = { method: 'POST', headers: plain, body: JSON.stringify({ name: 'Ana' }) }
  expect((await fetch(`${server.url}/api/v1/guests`, init)).status).toBe(201)
})

test('[REF-16] a byte order mark before JSON is overlooked, on every transport', async () => {
  const mark = '\ufeff'
  expect((await ana.call('POST', `/rooms/${room}/messages`, `${mark}{"text":"x"}`)).status).toBe(
    201,
  )
  const json = { authorization: `Bearer ${ana.token}`, 'content-type': 'application/json' }
  const body = `${mark}{"query":"{ viewer { id } }"}`
  const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers: json, body })
  expect((await answer.json()).data.viewer.id).toBe(ana.id)
  const input = JSON.stringify({ name: 'A room', type: 'group' })
  expect((await server.backend().call('POST', '/rooms', mark + input)).status).toBe(201)
  const socket = await Socket.connect(server.url)
  socket.say(`${mark}${JSON.stringify({ type: 'hello', token: ana.token })}`)
  socket.say(`${mark}{"type":"command","id":1,"name":"me.get"}`)
  await waitFor(() => socket.frames.some(({ id }) => id === 1) || socket.closed)
  expect(socket.frames.at(-1)?.result.id).toBe(ana.id)
  socket.close()
})

test('[REF-17] a frame of a command may leave out its input', async () => {
  const socket = await ana.socket()
  socket.say({ type: 'command', id: 1, name: 'me.get' })
  socket.say({ type: 'command', id: 2, name: 'messages.send' })
  await waitFor(() => socket.frames.some(({ id }) => id === 2) || socket.closed)
  expect(socket.frames.find(({ id }) => id === 1)?.result.id).toBe(ana.id)
  expect(socket.frames.find(({ id }) => id === 2)?.error.code).toBe('invalid_input')
  socket.close()
})

test('[REF-9] text of exactly 16 KiB is taken', async () => {
  const text = 'é'.repeat(8 * 1024)
  expect(bytes(text)).toBe(16 * 1024)
  expect((await ana.send(room, text)).text).toBe(text)
})
