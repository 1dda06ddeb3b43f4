import { expect, setSystemTime, spyOn, test } from 'bun:test'
import { type Chat, ChatError, createChat, roomId } from '@parlance/sdk'
import { mintToken } from '@parlance/sdk/server'
import { sse } from '@parlance/sdk/sse'
import { type OutboxStorage, outboxOn } from '@parlance/sdk/store'
import { parlance } from './support/parlance.ts'
import { TcpProxy } from './support/proxy.ts'
import { waitFor } from './support/wait.ts'

/** Nothing connects before somebody listens. */
const live = (...chats: Chat[]) => {
  for (const chat of chats) chat.onStatus(() => undefined)
  return waitFor(() => chats.every(({ status }) => status.state === 'live'))
}

async function setUp() {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const socket = await ben.socket()
  const chat = createChat({ url: server.url, token: () => ana.token })
  await live(chat)
  const received = (type: string) => socket.frames.filter((frame) => frame.type === type)
  return {
    url: server.url,
    backend: server.backend(),
    ana,
    chat,
    room: chat.room(roomId(room.id)),
    received,
    [Symbol.asyncDispose]: async () => {
      chat.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('[CLI-9] of many keys the server is told once, and anew after one stopped', async () => {
  await using at = await setUp()
  for (let key = 0; key < 20; key++) await at.room.typing()
  await at.room.typing(false)
  await waitFor(() => at.received('typing.stopped').length === 1)
  expect(at.received('typing.started')).toHaveLength(1)
  // Too soon after the stop it is not said, and no error: the next key says it.
  await waitFor(async () => {
    await at.room.typing()
    return at.received('typing.started').length === 2
  })
})

test('[CLI-9] reading on, in a moment, is told once, and as far as it went', async () => {
  await using at = await setUp()
  let seq = 0
  for (let n = 0; n < 5; n++) seq = (await at.ana.send(at.room.id, `${n}`)).seq
  await Promise.all([seq - 3, seq, seq - 1].map((place) => at.room.markRead(place)))
  await waitFor(() => at.received('receipt.read').length > 0)
  await at.ana.send(at.room.id, 'after it')
  await waitFor(() =>
    at.received('message.created').some(({ message }) => message.text === 'after it'),
  )
  expect(at.received('receipt.read').map(({ readSeq }) => readSeq)).toEqual([seq])
})

test('[CLI-9] what is aborted before it was sent is never sent', async () => {
  await using at = await setUp()
  at.chat.drop()
  const control = new AbortController()
  const room = at.room.id
  const given = at.chat.messages.send({ room, text: 'no' }, { signal: control.signal })
  const meant = at.chat.messages.send({ room, text: 'yes' })
  control.abort()
  expect(await given.catch(({ code }) => code)).toBe('aborted')
  await meant
  expect((await at.ana.history(room)).map(({ text }) => text)).toEqual(['yes'])
})

test('[RCT-10] an answer that comes before a message is kept leaves nothing in the outbox', async () => {
  await using at = await setUp()
  const done: string[] = []
  const answered = Promise.withResolvers<void>()
  const shelf: OutboxStorage = {
    all: async () => [],
    add: async () => {
      await answered.promise
      done.push('added')
    },
    remove: async () => void done.push('removed'),
  }
  using chat = createChat({ url: at.url, token: () => at.ana.token, outbox: outboxOn(shelf) })
  await chat.room(at.room.id).send('quick')
  answered.resolve()
  await waitFor(() => done.length === 2)
  expect(done).toEqual(['added', 'removed'])
})

test('[CLI-10] after a sleep a connection that is dead is given up at once, and one that lives stays', async () => {
  await using at = await setUp()
  await using proxy = await TcpProxy.open(Number(new URL(at.url).port))
  const url = `http://127.0.0.1:${proxy.port}`
  using overSocket = createChat({ url, token: () => at.ana.token })
  using overStream = createChat({ url, token: () => at.ana.token, transport: sse })
  const chats = [at.chat, overSocket, overStream]
  const states: string[][] = chats.map(() => [])
  await live(...chats)
  for (const [i, chat] of chats.entries()) chat.onStatus(({ state }) => states[i]?.push(state))
  const wake = proxy.silence()
  try {
    setSystemTime(new Date(Date.now() + 3_600_000))
    await waitFor(() => states[1]?.length && states[2]?.length)
  } finally {
    setSystemTime()
  }
  wake()
  await waitFor(() => chats.every(({ status }) => status.state === 'live'))
  for (const all of states.slice(1)) expect([all[0], all.at(-1)]).toEqual(['waiting', 'live'])
  // It was asked, and has answered.
  expect(states[0]).toEqual([])
}, 60_000)

test('[CLI-11] a stream that is renewed too late for a replay is reset, and then live anew', async () => {
  const user = { id: 'ana', name: 'Ana', kind: 'person', createdAt: '2026-11-21T10:20:30.125Z' }
  const ready = `id: c1\nevent: ready\ndata: ${JSON.stringify({ user, cursor: 'c1' })}\n\n`
  const streams = [
    `${ready}event: reconnect\nretry: 50\ndata: {}\n\n`,
    `event: reset\ndata: {"reason":"too far"}\n\n${ready}`,
  ]
  await using wire = Bun.serve({
    port: 0,
    fetch: () =>
      new Response(
        new ReadableStream({
          start: (out) => out.enqueue(new TextEncoder().encode(streams.shift() ?? '')),
        }),
      ),
  })
  using chat = createChat({ url: wire.url.origin, token: () => 'a', transport: sse })
  const told: string[] = []
  chat.onStatus(({ state }) => told.push(state))
  chat.onReset(() => told.push('reset'))
  await waitFor(() => told.length === 4)
  expect(told).toEqual(['connecting', 'live', 'reset', 'live'])
})

test('[CLI-12] what keeps a chat from connecting is told, by an error that says what to do', async () => {
  await using server = await parlance()
  const token = 'a.b.c'
  expect(() => createChat({ url: 'localhost:8000', token: () => token })).toThrow(
    new ChatError('bad_url', 'localhost:8000 must begin with http'),
  )
  const cases: [string, Parameters<typeof createChat>[0], string][] = [
    ['a bad token', { url: server.url, token: () => token }, 'invalid_token'],
    ['the management port', { url: server.management, token: () => token }, 'disconnected'],
    ['nobody there', { url: 'http://127.0.0.1:9', token: () => token }, 'disconnected'],
    [
      'a bad token, by SSE',
      { url: server.url, token: () => token, transport: sse },
      'invalid_token',
    ],
    [
      'an app without a token',
      { url: server.url, token: () => Promise.reject(new Error('no session')) },
      'no_token',
    ],
  ]
  for (const [what, options, code] of cases) {
    using chat = createChat(options)
    const told: string[] = []
    chat.onError((error) => told.push(error.code))
    await waitFor(() => told.length > 0)
    expect([what, told[0]]).toEqual([what, code])
    // Whoever wants to wait no longer says so.
    const sent = chat.room(roomId('room_01m8f62844e00943w2mvsz6wvb')).send(
      'x',
      {},
      {
        signal: AbortSignal.timeout(50),
      },
    )
    expect(await sent.catch((error) => error.code)).toBe('aborted')
  }
})

test('[CLI-12] where nobody listens for errors the console has them, once', async () => {
  const warn = spyOn(console, 'warn').mockImplementation(() => undefined)
  using chat = createChat({ url: 'http://127.0.0.1:9', token: () => 'a.b.c' })
  chat.onStatus(() => undefined)
  await waitFor(() => warn.mock.calls.length > 0)
  expect(warn.mock.calls).toEqual([['Parlance:', 'http://127.0.0.1:9: disconnected']])
  warn.mockRestore()
})

test('[CLI-12] nothing connects before the first call, or before somebody listens', async () => {
  let asked = 0
  const token = () => {
    asked++
    return 'a.b.c'
  }
  using quiet = createChat({ url: 'http://127.0.0.1:9', token })
  using asks = createChat({ url: 'http://127.0.0.1:9', token })
  asks.me.get().catch(() => undefined)
  await waitFor(() => asked > 0)
  expect([asked, quiet.status.state]).toEqual([1, 'connecting'])
})

test('[CLI-12] a call after the end rejects with what ended it', async () => {
  await using at = await setUp()
  await at.ana.ask('GET', '/me')
  await at.backend.ask('DELETE', `/users/${at.ana.id}`)
  await waitFor(() => at.chat.status.state === 'closed')
  expect(await at.chat.me.get().catch((error) => error.code)).toBe('user_deleted')
})

test('[CLI-13] a token that no server would take is not minted, and the error says why', async () => {
  const secret = 'x'.repeat(32)
  const fine = { user: 'ana', name: 'Ana', issuer: 'app' }
  const cases: [string, Parameters<typeof mintToken>][] = [
    ['The secret must have at least 32 bytes', ['short', fine]],
    ['user is empty', [secret, { ...fine, user: '' }]],
    ['name is empty', [secret, { ...fine, name: '' }]],
    ['issuer is empty', [secret, { ...fine, issuer: '' }]],
    ['seconds must be above 0', [secret, { ...fine, seconds: Number.NaN }]],
  ]
  for (const [says, asked] of cases)
    expect(await mintToken(...asked).catch(String)).toStartWith(`ChatError: ${says}`)
  expect(await mintToken(secret, fine)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
})
