import { expect, test } from 'bun:test'
import { request as ask, createServer, type IncomingHttpHeaders } from 'node:http'
import { createGzip } from 'node:zlib'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** By which headers a proxy leaves an answer as it is. */
type Leaves = (headers: IncomingHttpHeaders) => boolean
/** As Express with `compression` does. */
const byNoTransform: Leaves = (headers) => /no-transform/.test(headers['cache-control'] ?? '')
/** As Caddy 2.6 does with `encode gzip`, where an answer begins with more than 512 bytes. */
const byEncoding: Leaves = (headers) => headers['content-encoding'] !== undefined

/** Compresses everything else, and holds back 16 KB. */
async function compressingProxy(to: string, leaves: Leaves) {
  const server = createServer((near, answer) => {
    const far = ask(`${to}${near.url}`, { headers: near.headers, method: near.method }, (came) => {
      const isLeft = leaves(came.headers)
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
  await using express = await compressingProxy(server.url, byNoTransform)
  await using caddy = await compressingProxy(server.url, byEncoding)
  await using deaf = await compressingProxy(server.url, () => false)
  const ana = await server.user('Ana')
  const room = await ana.room()
  const held = await reading(`${deaf.url}/api/v1/events`, ana.token)
  const graphql = {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { events { __typename } }' }),
  }
  const streams = []
  for (const { url } of [express, caddy]) {
    streams.push(await reading(`${url}/api/v1/events`, ana.token))
    streams.push(await reading(`${url}/graphql`, ana.token, graphql))
  }
  await ana.send(room.id, 'through')
  // The first thing that a stream says is that it is ready.
  for (const stream of streams) await waitFor(() => stream.text().split('data: ').length > 2)
  // One that compresses them in spite of what they say would have held them back.
  expect(held.text()).toBe('')
  for (const each of [held, ...streams]) each.close()
})
