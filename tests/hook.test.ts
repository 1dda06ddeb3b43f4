import { expect, test } from 'bun:test'
import { Webhook } from 'standardwebhooks'
import type { Client } from './support/client.ts'
import { flagOf } from './support/flags.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

type Call = {
  readonly body: Record<string, never>
  readonly raw: string
  readonly headers: Headers
}
type Answer = (call: Call) => Response | Promise<Response>

/** The app's backend, which answers as each test wants. */
async function setUp(settings: Record<string, string> = {}) {
  const calls: Call[] = []
  const at: { answer: Answer } = { answer: () => Response.json({ action: 'allow' }) }
  const hook = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const raw = await request.text()
      const call = { body: JSON.parse(raw), raw, headers: request.headers }
      calls.push(call)
      return at.answer(call)
    },
  })
  const server = await parlance({
    PARLANCE_HOOK_URL: `http://127.0.0.1:${hook.port}/check`,
    PARLANCE_HOOK_SECRET: SECRET,
    ...settings,
  })
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const path = `/rooms/${room.id}/messages`
  return {
    server,
    calls,
    ana,
    ben,
    room,
    path,
    answers: (answer: unknown) => {
      at.answer = typeof answer === 'function' ? (answer as Answer) : () => Response.json(answer)
    },
    say: (who: Client, text: string, more: object = {}) =>
      who.call('POST', path, { text, ...more }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await hook.stop(true)
    },
  }
}

test('[HOK-1] the hook is asked before a message and an edit, with a signature of Standard Webhooks', async () => {
  await using at = await setUp()
  const sent = (await at.say(at.ben, 'hello', { data: { a: 1 } })).body
  expect(at.calls[0]?.body).toEqual({
    command: 'messages.send',
    message: { text: 'hello', data: { a: 1 } },
    room: { id: at.room.id, type: 'group', name: 'A room' },
    user: { id: at.ben.id, name: 'Ben', kind: 'person', serverRole: 'user' },
  } as never)
  await at.ben.ask('PATCH', `${at.path}/${sent.id}`, { text: 'bye' })
  expect(at.calls[1]?.body).toMatchObject({
    command: 'messages.update',
    message: { id: sent.id, text: 'bye', data: { a: 1 } },
  })
  const webhook = new Webhook(SECRET)
  for (const { raw, headers } of at.calls) {
    expect(webhook.verify(raw, Object.fromEntries(headers))).toBeObject()
    expect(() => webhook.verify(`${raw} `, Object.fromEntries(headers))).toThrow()
  }
  expect(new Set(at.calls.map(({ headers }) => headers.get('webhook-id'))).size).toBe(2)
})

test('[HOK-2] the hook allows, refuses, changes and flags, on every transport', async () => {
  await using at = await setUp()
  at.answers({ action: 'refuse', reason: 'Not on Sundays' })
  const refused = await at.say(at.ben, 'hello')
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    403,
    'text_refused',
    'Not on Sundays',
  ])
  const socket = await at.ben.socket()
  const input = { room: at.room.id, text: 'hello' }
  expect(await socket.command('messages.send', input)).toBe('text_refused')
  expect(await at.ana.history(at.room.id)).toEqual([])
  at.answers({ action: 'change', text: 'changed' })
  const changed = (await at.say(at.ben, 'hello')).body
  expect(changed.text).toBe('changed')
  expect((await socket.command('messages.send', input)).text).toBe('changed')
  at.answers({ action: 'change', text: 'again' })
  const edited = await at.ben.ask('PATCH', `${at.path}/${changed.id}`, { text: 'y' })
  expect(edited.text).toBe('again')
  at.answers({ action: 'flag', reason: 'dubious' })
  const { id } = (await at.say(at.ben, 'hello')).body
  expect(await flagOf(at.server.backend(), id)).toEqual([['parlance', 'Flagged by dubious']])
  const metrics = await (await fetch(`${at.server.management}/metrics`)).text()
  expect(metrics).toContain('parlance_hook_calls_total{result="refuse"} 2')
})

test('[HOK-2] word lists apply to what the hook has changed', async () => {
  await using at = await setUp()
  const list = { name: 'Words', action: 'mask', words: ['rude'] }
  await at.ana.ask('POST', `/rooms/${at.room.id}/word-lists`, list)
  at.answers({ action: 'change', text: 'so rude' })
  expect((await at.say(at.ben, 'hello')).body.text).toBe('so ••••')
})

test('[HOK-3] a repeated send, a refused one and the app’s own messages do not call the hook', async () => {
  await using at = await setUp()
  const first = await at.say(at.ben, 'hello', { clientId: 'one' })
  at.answers({ action: 'refuse' })
  const again = await at.say(at.ben, 'hello', { clientId: 'one' })
  expect([again.status, again.body.id]).toEqual([200, first.body.id])
  await at.ana.ask('PATCH', `/rooms/${at.room.id}`, { readOnly: true })
  expect((await at.say(at.ben, 'hello')).body.code).toBe('forbidden')
  const eve = await at.server.user('Eve')
  expect((await at.say(eve, 'hello')).body.code).toBe('not_found')
  expect((await at.server.backend().call('POST', at.path, { text: 'x' })).status).toBe(201)
  expect(at.calls).toHaveLength(1)
  expect((await at.say(at.ana, 'hello')).body.code).toBe('text_refused')
  expect(at.calls).toHaveLength(2)
})

const endless = () =>
  new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024).fill(32)),
  })
/** Each is a failure. A function, because a response can be sent once. */
const GARBAGE: Readonly<Record<string, (call: Call) => Response>> = {
  'no JSON': () => new Response('{'),
  'another action': () => Response.json({ action: 'delete' }),
  'no text': () => Response.json({ action: 'change' }),
  'an empty text': () => Response.json({ action: 'change', text: ' ' }),
  'a text of 17 KiB': () => Response.json({ action: 'change', text: 'x'.repeat(17 * 1024) }),
  'a reason of 10 KB': () => Response.json({ action: 'refuse', reason: 'x'.repeat(10_000) }),
  'another message': () =>
    Response.json({ action: 'change', text: 'x', message: 'msg_00000000000000000000000000' }),
  'a list': () => Response.json([{ action: 'allow' }]),
  'an error': () => Response.json({ action: 'refuse' }, { status: 500 }),
  'a redirect': () => Response.redirect('http://127.0.0.1:1/', 307),
  '10 MB': () => new Response('x'.repeat(10_000_000)),
  'an endless answer': () => new Response(endless()),
}

test('[HOK-4] garbage, an error, a redirect and 10 MB are failures: the message is sent, or refused, as the operator has set', async () => {
  await using open = await setUp()
  await using closed = await setUp({ PARLANCE_HOOK_FAILURE: 'refuse' })
  for (const [what, answer] of Object.entries(GARBAGE)) {
    for (const at of [open, closed]) at.answers(answer)
    expect([what, (await open.say(open.ben, what)).body.text]).toEqual([what, what])
    const { status, body } = await closed.say(closed.ben, what)
    expect([what, status, body.code]).toEqual([what, 503, 'check_failed'])
  }
  expect(await closed.ana.history(closed.room.id)).toEqual([])
  closed.answers({ action: 'allow' })
  expect((await closed.say(closed.ben, 'hello')).status).toBe(201)
})

test('[HOK-4] a late hook delays a message by two seconds at most, and nothing else', async () => {
  await using at = await setUp()
  const held: ((response: Response) => void)[] = []
  at.answers(() => new Promise<Response>((resolve) => held.push(resolve)))
  const began = performance.now()
  let answered = 0
  // More than run at once: those that wait for their turn are late as well.
  const sends = Array.from({ length: 60 }, async (_, i) => {
    const answer = await at.say(at.ben, `${i}`)
    answered++
    return answer
  })
  await waitFor(() => held.length >= 50)
  const other = await at.ana.ask('PATCH', `/rooms/${at.room.id}`, { name: 'Other' })
  expect(other.name).toBe('Other')
  // It was not delayed until the first of them was answered, after two seconds.
  expect(answered).toBe(0)
  expect(held).toHaveLength(50)
  const answers = await Promise.all(sends)
  expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(201))
  expect(performance.now() - began).toBeGreaterThan(1900)
  expect(performance.now() - began).toBeLessThan(10_000)
  for (const answer of held) answer(Response.json({ action: 'refuse' }))
  at.answers({ action: 'allow' })
  expect((await at.say(at.ben, 'after')).status).toBe(201)
})

test('[HOK-5] a hook needs its secret, in the form of Standard Webhooks, and a valid address', async () => {
  const url = 'http://127.0.0.1:9/check'
  for (const [settings, name] of [
    [{ PARLANCE_HOOK_URL: url }, 'PARLANCE_HOOK_SECRET'],
    [
      { PARLANCE_HOOK_URL: url, PARLANCE_HOOK_SECRET: 'a secret of 32 bytes and some more' },
      'whsec_',
    ],
    [{ PARLANCE_HOOK_URL: 'ftp://127.0.0.1/', PARLANCE_HOOK_SECRET: SECRET }, 'PARLANCE_HOOK_URL'],
    [
      { PARLANCE_HOOK_URL: 'http://a:b@127.0.0.1/', PARLANCE_HOOK_SECRET: SECRET },
      'PARLANCE_HOOK_URL',
    ],
    [
      { PARLANCE_HOOK_URL: url, PARLANCE_HOOK_SECRET: SECRET, PARLANCE_HOOK_FAILURE: 'maybe' },
      'PARLANCE_HOOK_FAILURE',
    ],
  ] as const)
    await expect(parlance(settings)).rejects.toThrow(name)
})
