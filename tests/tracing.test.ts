import { expect, test } from 'bun:test'
import { join } from 'node:path'
import * as z from 'zod'
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
              parentSpanId: z.string().optional(),
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
  expect(receiver.spans().map(({ name }) => name)).toEqual(['management rooms.list'])
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
