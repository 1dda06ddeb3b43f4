import { LIMITS } from '../protocol/limits.ts'
import { wrong } from './prices-connections.ts'
import { type At, type Deed, request } from './prices-deeds.ts'

/** What is refused, or told to anybody: it is to cost next to nothing, or to be limited. */
export function openDeeds({ port, world }: At): Deed[] {
  const { token } = world.people.ana
  const [place] = world.places
  const messages = `/api/v1/rooms/${place?.room}/messages`
  const get = (path: string, expected: number, init?: RequestInit) => () =>
    request(port, path, expected, init)
  const post = (path: string, expected: number, body: BodyInit, headers = {}) =>
    get(path, expected, { method: 'POST', body, headers })
  const user = { authorization: `Bearer ${token}` }
  const nobody = (name: string, input: string, call: Deed['call']): Deed => {
    return { name, transport: 'REST', input, caller: 'nobody', call }
  }
  const ana = (name: string, input: string, call: Deed['call']): Deed => {
    return { name, transport: 'REST', input, caller: 'user', call }
  }
  return [
    nobody('/healthz', '', get('/healthz', 200)),
    nobody('/readyz', '', get('/readyz', 200)),
    nobody('/api/health', '', get('/api/health', 200)),
    nobody('/api/v1/lobby', '', get('/api/v1/lobby', 200)),
    nobody('/api/history', '200 messages of 16 KiB', get('/api/history', 200)),
    nobody('/chat', 'a room', (n) => request(port, `/chat?name=R${n}`, 201, { method: 'POST' })),
    nobody('no such address', '', get(`/api/v1/${'x'.repeat(4000)}`, 404)),
    nobody(
      'preflight',
      '',
      get('/api/v1/me', 405, {
        method: 'OPTIONS',
        headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
      }),
    ),
    nobody('me.get refused', 'no token', get('/api/v1/me', 401)),
    nobody(
      'me.get refused',
      'a token of 16 KiB that is wrong',
      get('/api/v1/me', 401, { headers: { authorization: `Bearer ${wrong}` } }),
    ),
    nobody(
      'me.get refused',
      'a ticket that is wrong',
      get(`/api/v1/events?ticket=${'x'.repeat(43)}`, 401),
    ),
    nobody(
      'messages.send refused',
      'no token, a body of 1 MiB',
      post(messages, 401, JSON.stringify({ text: 'x'.repeat(LIMITS.bodyBytes - 20) })),
    ),
    ...bodies((body, expected) => post('/api/v1/guests', expected, body)).map(([input, call]) =>
      nobody('guests.create refused', input, call),
    ),
    ...bodies((body, expected) => post(messages, expected, body, user)).map(([input, call]) =>
      ana('messages.send refused', input, call),
    ),
  ]
}

/** Bodies that hold as much as may be read before they are refused. */
function bodies(
  say: (body: BodyInit, expected: number) => Deed['call'],
): [input: string, call: Deed['call']][] {
  const values = Array.from({ length: LIMITS.jsonValues - 10 }, () => 0)
  const keys = Object.fromEntries(values.map((_, i) => [`key ${i}`, 'x'.repeat(80)]))
  const deep = (n: number): unknown => (n === 0 ? values.slice(100) : [deep(n - 1)])
  const numbers = `{"data":{"a":[${values.map(() => '1'.repeat(80)).join()}]}}`
  return [
    ['1 MiB that is no JSON', say('{'.repeat(LIMITS.bodyBytes), 400)],
    ['one text of 1 MiB', say(JSON.stringify({ text: 'x'.repeat(1_000_000) }), 400)],
    ['one text of 1 MiB, of escapes', say(`{"text":"${'\\u0001'.repeat(170_000)}"}`, 400)],
    ['data of 10,000 values', say(JSON.stringify({ data: { values } }), 400)],
    ['data of 10,000 long numbers', say(numbers, 400)],
    ['data of 10,000 values, 28 deep', say(JSON.stringify({ data: { a: deep(26) } }), 400)],
    ['10,000 keys that are not known', say(JSON.stringify(keys), 400)],
    ['data of 10,000 keys', say(JSON.stringify({ data: keys }), 400)],
    ['name of 1 MiB', say(JSON.stringify({ name: 'a'.repeat(1_000_000) }), 400)],
    [
      'mentions of 9,000 users',
      say(JSON.stringify({ mentions: { users: values.slice(1000).map(String) } }), 400),
    ],
    ['a body of 4 MiB', say('x'.repeat(4 * LIMITS.bodyBytes), 413)],
    ['a body of 4 MiB in chunks', (n) => say(chunks(4), 413)(n)],
  ]
}

const chunks = (count: number) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let i = 0; i < count; i++) controller.enqueue(new Uint8Array(LIMITS.bodyBytes).fill(120))
      controller.close()
    },
  })
