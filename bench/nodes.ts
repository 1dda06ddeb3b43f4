import { freshDatabase } from '../tests/support/database.ts'
import { withServices } from '../tests/support/services.ts'
import { tokenOf } from './crowd.ts'
import { median } from './measure.ts'
import { putIntoReadme } from './readme.ts'
import { type ServerProcess, startOn } from './server-process.ts'

// node bin/bun.mjs run bench/nodes.ts [--write]
// What a delivery costs, all nodes' processors together, on one, two and three nodes.

const MEMBERS = 300
const MESSAGES = 200
/** Members who speak in the same moment. */
const SPEAKERS = 10
const ROUNDS = 5
const NODES = [1, 2, 3] as const

const figures = await withServices(async () => {
  const out = new Map<number, number[]>()
  for (const count of NODES) out.set(count, await measure(count))
  return out
})
const one = median(figures.get(1) ?? [])
const lines = NODES.map((count) => {
  const perSecond = median(figures.get(count) ?? [])
  const cells = [count, Math.round(perSecond).toLocaleString('en'), (perSecond / one).toFixed(2)]
  return `| ${cells.join(' | ')} |`
})
const table = ['| nodes | deliveries a CPU second | against one |', '| --: | --: | --: |', ...lines]
console.log(table.join('\n'))
if (process.argv.includes('--write')) await putIntoReadme('nodes', table.join('\n'))
process.exit(0)

async function measure(count: number): Promise<number[]> {
  const { url, drop } = await freshDatabase(undefined, 'postgres')
  const redis = process.env['TEST_REDIS_URL'] ?? ''
  const nodes: ServerProcess[] = []
  while (nodes.length < count)
    nodes.push(await startOn('product', url, redis, async () => undefined))
  const crowd = await gather(nodes)
  const rounds: number[] = []
  // The first warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const before = cpu(nodes)
    await crowd.speak()
    if (round > 0) rounds.push((MESSAGES * MEMBERS) / ((cpu(nodes) - before) / 1e6))
    console.error(`${count} nodes, round ${round}: ${rounds.at(-1)?.toFixed(0) ?? 'warm'}`)
  }
  crowd.close()
  for (const node of nodes) await node.stop()
  await drop()
  return rounds
}

function cpu(nodes: readonly ServerProcess[]): number {
  return nodes.reduce((sum, node) => sum + node.cpu(), 0)
}

/** One room; its members are spread over the nodes. */
async function gather(nodes: readonly ServerProcess[]) {
  const portOf = (i: number) => nodes[i % nodes.length]?.port
  const ask = async (i: number, method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${portOf(i)}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${await tokenOf('product', i)}` },
      ...(body && { body: JSON.stringify(body) }),
    })
    return response.json()
  }
  const { id: room } = await ask(0, 'POST', '/rooms', { type: 'public', name: 'bench' })
  let received = 0
  let enough: (() => void) | undefined
  const sockets: WebSocket[] = []
  for (let i = 0; i < MEMBERS; i++) {
    await ask(i, 'PUT', `/rooms/${room}/members/me`)
    const token = await tokenOf('product', i)
    const socket = new WebSocket(`ws://127.0.0.1:${portOf(i)}/api/v1/socket`)
    await new Promise<void>((resolve) => {
      socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', token }))
      socket.onmessage = ({ data }) => {
        if (String(data).startsWith('{"type":"ready"')) resolve()
        else if (
          String(data).startsWith('{"type":"message.created"') &&
          ++received === MESSAGES * MEMBERS
        )
          enough?.()
      }
    })
    sockets.push(socket)
  }

  async function speak(): Promise<void> {
    received = 0
    const all = new Promise<void>((resolve) => (enough = resolve))
    for (let i = 0; i < MESSAGES; i++) {
      const input = { room, text: 'x'.repeat(200), clientId: crypto.randomUUID() }
      const frame = { type: 'command', id: i, name: 'messages.send', input }
      sockets[i % SPEAKERS]?.send(JSON.stringify(frame))
      if (i % SPEAKERS === SPEAKERS - 1) await Bun.sleep(50)
    }
    await all
  }

  return { speak, close: () => sockets.forEach((socket) => void socket.close()) }
}
