/** What a line of the server's becomes on its way: itself, others, or nothing. */
export type Lie = (json: string) => readonly string[]

/** Between a client and a real server, and not always telling what it was told. */
export function liar(real: string) {
  let lie: Lie = (json) => [json]
  const server = Bun.serve<{ far?: WebSocket }>({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: 0,
    async fetch(request, server) {
      const { pathname, search } = new URL(request.url)
      if (server.upgrade(request, { data: {} })) return undefined
      const response = await fetch(`${real}${pathname}${search}`, {
        method: request.method,
        headers: request.headers,
        signal: request.signal,
        ...(request.body && { body: await request.arrayBuffer() }),
      })
      if (pathname !== '/api/v1/events') return response
      return new Response(response.body?.pipeThrough(blocks((json) => lie(json))), response)
    },
    websocket: {
      open(near) {
        const far = new WebSocket(`${real.replace('http', 'ws')}/api/v1/socket`)
        near.data.far = far
        far.onmessage = ({ data }) => {
          for (const line of lie(String(data))) near.send(line)
        }
        far.onclose = ({ code, reason }) => near.close(code === 1006 ? 4503 : code, reason)
      },
      message(near, frame) {
        const { far } = near.data
        if (far?.readyState === WebSocket.CONNECTING)
          far.addEventListener('open', () => far.send(frame))
        else far?.send(frame)
      },
      close: (near) => near.data.far?.close(),
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    tell: (next: Lie) => {
      lie = next
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

/** A stream's blocks, each with what its data becomes. */
function blocks(lie: Lie): ReadableWritablePair<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  return new TransformStream({
    transform(chunk, out) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const json = /^data: ?(.*)$/m.exec(part)?.[1]
        const told = json === undefined ? [part] : lie(json).map((j) => part.replace(json, () => j))
        for (const block of told) out.enqueue(encoder.encode(`${block}\n\n`))
      }
    },
  })
}
