import type { World } from './prices-world.ts'

/** What can be asked beside commands. `call` throws where it did not go as it was meant to. */
export type Deed = {
  readonly name: string
  readonly transport: string
  readonly input: string
  readonly caller: 'user' | 'nobody'
  readonly call: (n: number) => Promise<void>
}
export type At = { readonly port: number; readonly world: World }

/** One request: `expected` is the status that shows that it was the right one. */
export async function request(
  port: number,
  path: string,
  expected: number,
  init: RequestInit = {},
): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init)
  const text = await response.text()
  if (response.status !== expected)
    throw new Error(`${path.slice(0, 60)}: ${response.status} ${text.slice(0, 200)}`)
}

/** A WebSocket that is opened, sends its lines, each after a frame that answers the one before, and is closed at the first frame that `isEnd`. */
export function visit(
  address: string,
  lines: readonly string[],
  isEnd: (frame: string) => boolean,
  protocol?: string,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const ws = new WebSocket(address, protocol)
  let isOver = false
  const left = [...lines]
  const send = () => {
    const line = left.shift()
    if (line !== undefined) ws.send(line)
  }
  ws.onopen = send
  ws.onmessage = ({ data }) => {
    send()
    if (isOver || !isEnd(String(data))) return
    isOver = true
    ws.close()
  }
  ws.onclose = ({ code, reason }) =>
    isOver ? resolve() : reject(new Error(`${address}: closed: ${code} ${reason}`))
  return promise
}

/** A stream that is read until `end` comes. */
export async function readUntil(address: string, headers: Record<string, string>, end: string) {
  const over = new AbortController()
  const response = await fetch(address, { headers, signal: over.signal })
  const decoder = new TextDecoder()
  let tail = ''
  const reader = response.body?.getReader()
  for (;;) {
    const { value, done = true } = (await reader?.read()) ?? {}
    tail = (tail + decoder.decode(value, { stream: true })).slice(-4096)
    if (tail.includes(end)) break
    if (done) throw new Error(`${address}: ${response.status} ${tail.slice(0, 200)}`)
  }
  over.abort()
}
