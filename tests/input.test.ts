import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { INPUTS } from './support/refused-inputs.ts'
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
    const { code, reason } = await waitFor(() => socket.closed)
    expect([code, reason]).toEqual([4408, 'hello_late'])
  })
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
