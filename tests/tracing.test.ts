import { expect, test } from 'bun:test'
import { join } from 'node:path'
import * as z from 'zod'
import { createChat } from '../sdk/typescript/src/create-chat.ts'
import { traced } from '../sdk/typescript/src/tracing.ts'
import { graphql, wsClient } from './support/graphql.ts'
import { API_KEY, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const Spans = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              attributes: z.array(z.object({ key: z.string() })),
              status: z.object({ message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
})
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const parent = (flags: string) => ({ traceparent: `00-${TRACE}-b7ad6b7169203331-${flags}` })

/** Receives spans, as a collector of OpenTelemetry does. */
function collector() {
  const texts: string[] = []
  const it = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      texts.push(await request.text())
      return Response.json({})
    },
  })
  return {
    url: `http://127.0.0.1:${it.port}/v1/traces`,
    texts,
    spans: () =>
      texts
        .map((text) => Spans.parse(JSON.parse(text)))
        .flatMap(({ resourceSpans }) => resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap(({ spans }) => spans),
    [Symbol.asyncDispose]: () => it.stop(true),
  }
}

test('[TRC-1] each command is a span, in the trace of the caller, without texts', async () => {
  await using receiver = collector()
  const settings = { PARLANCE_TRACES_URL: receiver.url, PARLANCE_TRACES_SHARE: '1' }
  await using server = await parlance(settings)
  const ana = await server.user('Ana')
  const room = await ana.room()
  const post = (text: string) =>
    fetch(`${server.url}/api/v1/rooms/${room.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ana.token}`, ...parent('00') },
      body: JSON.stringify({ text }),
    })
  expect((await post('the secret of Ana')).status).toBe(201)
  expect((await post('')).status).toBe(400)
  const socket = await ana.socket()
  await socket.command('rooms.get', { room: room.id })
  socket.close()
  // The stop sends what is left.
  await server.stop()
  const sends = receiver.spans().filter(({ name }) => name === 'messages.send')
  expect(sends).toMatchObject([
    { traceId: TRACE, parentSpanId: 'b7ad6b7169203331' },
    { traceId: TRACE, status: { message: 'invalid_input' } },
  ])
  expect(receiver.spans().map(({ name }) => name)).toContain('rooms.get')
  for (const secret of ['the secret of Ana', room.id, ana.id])
    expect(receiver.texts.join()).not.toContain(secret)
})

test('[TRC-1] a frame of a socket, an operation of GraphQL and the SDK carry the trace of the caller; any other text is ignored', async () => {
  await using receiver = collector()
  const settings = { PARLANCE_TRACES_URL: receiver.url, PARLANCE_TRACES_SHARE: '1' }
  await using server = await parlance(settings)
  const ana = await server.user('Ana')
  const traceOf = (i: number) => `${i}`.repeat(32)
  const text = (i: number) => `00-${traceOf(i)}-b7ad6b7169203331-00`
  const socket = await ana.socket()
  const frame = { type: 'command', name: 'rooms.list', input: {} }
  socket.say({ ...frame, id: 101, traceparent: text(1) })
  socket.say({ ...frame, id: 102, name: 'blocks.list', traceparent: 'nonsense' })
  await waitFor(() => socket.frames.some(({ id, type }) => id === 102 && type === 'result'))
  socket.close()
  const query = '{ viewer { id } }'
  await graphql(ana, query, {}, { traceparent: text(2) })
  const client = wsClient(ana)
  const extensions = { traceparent: text(3) }
  for await (const _ of client.iterate({ query, extensions })) break
  await client.dispose()
  const chat = createChat({
    url: server.url,
    token: () => ana.token,
    transport: traced(() => text(4)),
  })
  await chat.rooms.list({})
  chat.close()
  await server.stop()
  const spans = receiver.spans()
  const named = (i: number) =>
    spans.filter(({ traceId }) => traceId === traceOf(i)).map(({ name }) => name)
  expect([named(1), named(4)]).toEqual([
    ['database read', 'rooms.list'],
    ['database read', 'rooms.list'],
  ])
  for (const i of [2, 3]) expect(named(i)).toContain('me.get')
  const lone = spans.find(({ name }) => name === 'blocks.list')
  expect(lone?.parentSpanId).toBeUndefined()
})

test('[TRC-4] a command shows its time in the database and in the hook, which continues the trace; jobs and publishing are traces of their own', async () => {
  await using receiver = collector()
  const headers: (string | null)[] = []
  await using hook = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request) => {
      headers.push(request.headers.get('traceparent'))
      return Response.json({ action: 'allow' })
    },
  })
  await using server = await parlance({
    PARLANCE_TRACES_URL: receiver.url,
    PARLANCE_TRACES_SHARE: '1',
    PARLANCE_HOOK_URL: `http://127.0.0.1:${hook.port}/`,
    PARLANCE_HOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  })
  const ana = await server.user('Ana')
  const room = await ana.room()
  await ana.send(room.id, 'Hello')
  // The job has run when its next time is stored.
  await waitFor(async () => {
    const { jobs } = await server.backend().ask('GET', '/jobs?kind=tickets.sweep')
    return jobs.some(({ due }: { due: string }) => Date.parse(due) > Date.now())
  })
  await server.stop()
  const spans = receiver.spans()
  const send = spans.find(({ name }) => name === 'messages.send')
  const parts = spans.filter(({ parentSpanId }) => parentSpanId === send?.spanId)
  const names = new Set(parts.map(({ name }) => name))
  expect([...names].sort()).toEqual(['database read', 'database write', 'hook'])
  const call = parts.find(({ name }) => name === 'hook')
  expect(headers).toEqual([`00-${call?.traceId}-${call?.spanId}-01`])
  const job = spans.find(({ name }) => name === 'job tickets.sweep')
  expect(spans.some(({ parentSpanId }) => parentSpanId === job?.spanId)).toBe(true)
  const published = spans.filter(({ name }) => name === 'publish')
  expect(published.length).toBeGreaterThan(0)
  for (const { parentSpanId } of [...published, ...(job ? [job] : [])])
    expect(parentSpanId).toBeUndefined()
  expect(published[0]?.attributes.map(({ key }) => key)).toEqual(['parlance.events'])
  for (const secret of ['Hello', room.id, ana.id])
    expect(receiver.texts.join()).not.toContain(secret)
})

test('[TRC-2] only a share is recorded; callers of the management port choose, others cannot', async () => {
  await using receiver = collector()
  const settings = { PARLANCE_TRACES_URL: receiver.url, PARLANCE_TRACES_SHARE: '0' }
  await using server = await parlance(settings)
  const ana = await server.user('Ana')
  const ask = async (url: string, token: string, flags: string) =>
    expect(
      (
        await fetch(`${url}/api/v1/rooms`, {
          headers: { authorization: `Bearer ${token}`, ...parent(flags) },
        })
      ).status,
    ).toBe(200)
  await ask(server.url, ana.token, '01')
  await ask(server.management, API_KEY, '00')
  await ask(server.management, API_KEY, '01')
  await server.stop()
  const spans = receiver.spans()
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]))
  expect(spans.map(({ name }) => name)).toEqual(['database read', 'management rooms.list'])
})

test('[TRC-3] a collector that is away, or refuses, delays nothing', async () => {
  let refused = 0
  await using refusing = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => {
      refused++
      return new Response('no', { status: 400 })
    },
  })
  for (const url of ['http://127.0.0.1:9/v1/traces', `http://127.0.0.1:${refusing.port}/`]) {
    const settings = { PARLANCE_TRACES_URL: url, PARLANCE_TRACES_SHARE: '1' }
    await using server = await parlance(settings)
    const ana = await server.user('Ana')
    const room = await ana.room()
    await ana.send(room.id, 'Hello')
    expect((await ana.history(room.id)).map(({ text }) => text)).toEqual(['Hello'])
  }
  await waitFor(() => refused > 0)
  for (const [name, value, says] of [
    ['PARLANCE_TRACES_URL', 'localhost', /must be an http/],
    ['PARLANCE_TRACES_SHARE', '2', /must be a number from 0 to 1/],
  ] as const)
    await expect(parlance({ [name]: value })).rejects.toThrow(says)
})

test('[TRC-3] nothing of OpenTelemetry is loaded until tracing is on', async () => {
  const loadedWith = async (url: string) => {
    const script = `
      import { parlance } from './tests/support/parlance.ts'
      await using server = await parlance({ PARLANCE_TRACES_URL: '${url}' })
      await (await server.user('Ana')).room()
      console.log(JSON.stringify(Object.keys(require.cache)))`
    const child = Bun.spawn([process.execPath, '-e', script], {
      cwd: join(import.meta.dir, '..'),
      stderr: 'inherit',
      env: { ...process.env },
    })
    const paths: string[] = JSON.parse(await new Response(child.stdout).text())
    expect(paths.some((path) => path.endsWith('server/compose.ts'))).toBe(true)
    return paths.filter((path) => path.includes('@opentelemetry')).length
  }
  expect(await loadedWith('http://127.0.0.1:9/v1/traces')).toBeGreaterThan(0)
  expect(await loadedWith('')).toBe(0)
})
