import { expect, test } from 'bun:test'
import { request as ask, createServer } from 'node:http'
import { createGzip } from 'node:zlib'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** Compresses what it is not told to leave as it is, as Express with `compression` does: it holds back 16 KB. */
async function compressingProxy(to: string, isDeaf = false) {
  const server = createServer((near, answer) => {
    const far = ask(`${to}${near.url}`, { headers: near.headers, method: near.method }, (came) => {
      const isLeft = !isDeaf && /no-transform/.test(came.headers['cache-control'] ?? '')
      answer.writeHead(came.statusCode ?? 0, {
        ...came.headers,
        ...(!isLeft && { 'content-encoding': 'gzip' }),
      })
      answer.flushHeaders()
      if (isLeft) came.pipe(answer)
      else came.pipe(createGzip()).pipe(answer)
      near.on('close', () => far.destroy())
    })
    far.on('error', () => answer.destroy())
    near.pipe(far)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** What has come of a stream so far. */
async function reading(url: string, token: string, init: RequestInit = {}) {
  const end = new AbortController()
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip', ...init.headers }
  const response = await fetch(url, { ...init, headers, signal: end.signal })
  let text = ''
  void (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
  })().catch(() => undefined)
  return { text: () => text, close: () => end.abort() }
}

test('[PXY-1] streams pass at once through a proxy that compresses', async () => {
  await using server = await parlance()
  await using proxy = await compressingProxy(server.url)
  await using deaf = await compressingProxy(server.url, true)
  const ana = await server.user('Ana')
  const room = await ana.room()
  const held = await reading(`${deaf.url}/api/v1/events`, ana.token)
  const graphql = {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { events { __typename } }' }),
  }
  const streams = [
    await reading(`${proxy.url}/api/v1/events`, ana.token),
    await reading(`${proxy.url}/graphql`, ana.token, graphql),
  ]
  await ana.send(room.id, 'through')
  // The first thing that a stream says is that it is ready.
  for (const stream of streams) await waitFor(() => stream.text().split('data: ').length > 2)
  // One that compresses them in spite of what they say would have held them back.
  expect(held.text()).toBe('')
  for (const each of [held, ...streams]) each.close()
})
