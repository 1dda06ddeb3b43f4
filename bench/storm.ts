import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freshDatabase } from '../tests/support/database.ts'
import { buildCentrifugo } from './centrifugo.ts'
import { end, keep, removeFolder, temporaryFolder } from './children.ts'
import { ask, inTurns, makeRooms, range, tokenOf } from './crowd.ts'
import { median, round } from './measure.ts'
import { putIntoReadme } from './readme.ts'
import { type ServerProcess, startCommand } from './server-process.ts'
import { startStormCentrifugo } from './storm-centrifugo.ts'
import type { Storm, StormResult } from './storm-clients.ts'
import { type Command, commandOf } from './variants.ts'

// node bin/bun.mjs run bench/storm.ts [--clients 5000] [--messages 100] [--rounds 3] [--members 50]
//   [--database sqlite|postgres|mariadb] [--json] [--write] [--profile FOLDER]
// All clients come back at once after a restart, and each has missed the same number of messages.

const { values: options } = parseArgs({
  options: {
    clients: { type: 'string', default: '5000' },
    messages: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    /** Only the case of so many members a room; 0: one room. */
    members: { type: 'string' },
    database: { type: 'string', default: 'sqlite' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    /** Writes a CPU profile of each start of the product. */
    profile: { type: 'string' },
  },
})
const CLIENTS = Number(options.clients)
const MESSAGES = Number(options.messages)
const ROUNDS = Number(options.rounds)
/** 200 bytes, as a person's message more or less is. */
const TEXT = 'A message of two hundred bytes. '.repeat(7).slice(0, 200)
const CASES = [50, 0].filter((members) => Number(options.members ?? members) === members)

/** `memory`: of the server when the last client has everything, in KB. */
type Figures = { readonly ms: number[]; readonly cpu: number[]; readonly memory: number[] }
const noFigures = (): Figures => ({ ms: [], cpu: [], memory: [] })
type Measured = Readonly<Record<'product' | 'bare' | 'centrifugo', Figures>> & {
  readonly title: string
}

const folder = temporaryFolder()
const withCentrifugo = await buildCentrifugo((line) => console.error(line))
const measured: Measured[] = []
for (const members of CASES) measured.push(await measure(members))
removeFolder(folder)
const lines = table(measured)
console.log(options.json ? JSON.stringify(measured) : lines.join('\n'))
if (options.write) await putIntoReadme('storm', lines.join('\n'))
process.exit(0)

/** Both servers in turn, each started anew for each round. */
async function measure(members: number): Promise<Measured> {
  const perRoom = members === 0 ? CLIENTS : members
  const title = members === 0 ? 'one room' : `rooms of ${perRoom}`
  const data = join(folder, `${members}`)
  const { url, drop } = await freshDatabase(undefined, options.database)
  const product = withProfile(commandOf('product', data, url))
  const { clients, rooms, users } = await prepare(product, perRoom)
  const stored = join(folder, `${members}.json`)
  await Bun.write(stored, JSON.stringify(rooms.map(({ id, texts }) => ({ room: id, texts }))))
  const bare = { cmd: [process.execPath, join(import.meta.dir, 'storm-bare.ts'), stored] }
  const bareClients = clients.map(({ room }) => ({
    room,
    hello: JSON.stringify({ room: rooms[room]?.id }),
  }))
  const bounds = rooms.map(({ id, first, last }) => ({ id, first, last }))
  const out = { title, product: noFigures(), bare: noFigures(), centrifugo: noFigures() }
  const path = '/api/v1/socket'
  for (let i = 0; i < ROUNDS; i++) {
    await play(await startCommand(product), { path, rooms: bounds, clients }, out.product)
    await play(await startCommand(bare), { path, rooms: bounds, clients: bareClients }, out.bare)
    console.error(`${title}: product ${told(out.product)}, bare ${told(out.bare)}`)
    if (!withCentrifugo) continue
    const { server, storm } = await startStormCentrifugo(folder, rooms, users)
    await play(server, storm, out.centrifugo)
    console.error(`${title}: Centrifugo ${told(out.centrifugo)}`)
  }
  await drop()
  return out
}

/** Users in rooms, a cursor for each, then the messages. */
async function prepare(product: Command, perRoom: number) {
  const server = await startCommand(product)
  const target = { variant: 'product', port: server.port } as const
  const groups = range(0, Math.ceil(CLIENTS / perRoom)).map((room) =>
    range(room * perRoom, Math.min(perRoom, CLIENTS - room * perRoom)),
  )
  const ids = await makeRooms(target, groups)
  const { cursor } = (await ask(target, 0, 'GET', `/rooms/${ids[0]}/messages`)) as Page
  const rooms = await inTurns([...groups.entries()], async ([room, [sender = 0]]) => {
    const id = ids[room] ?? ''
    for (let i = 0; i < MESSAGES; i++)
      await ask(target, sender, 'POST', `/rooms/${id}/messages`, { text: TEXT })
    const { seq } = (await ask(target, sender, 'GET', `/rooms/${id}/messages`)) as Page
    return { id, first: seq - MESSAGES + 1, last: seq, texts: textsOf(id, seq) }
  })
  const users = groups.flatMap((users, room) => users.map((user) => ({ user, room })))
  // People come back in any order, whatever their rooms.
  users.sort((a, b) => mixed(a.user) - mixed(b.user))
  const clients = await inTurns(users, async ({ user, room }) => {
    const token = await tokenOf('product', user)
    const { id = '', first = 0 } = rooms[room] ?? {}
    const received = { [id]: first - 1 }
    return { room, hello: JSON.stringify({ type: 'hello', token, cursor, received }) }
  })
  await server.stop()
  return { clients, rooms, users }
}

/** Numbers in an order that looks random, and is the same each time. */
function mixed(n: number): number {
  return Math.imul(n + 1, 0x9e3779b1) >>> 0
}

type Page = { readonly cursor: string; readonly seq: number }

/** As long as the product's events. */
function textsOf(room: string, last: number): string[] {
  return range(last - MESSAGES + 1, MESSAGES).map((seq) => {
    const [at, id] = [new Date().toISOString(), room.replace('room', 'msg')]
    const sender = { id: 'user-0', name: 'user-0' }
    const clientId = crypto.randomUUID()
    const message = { id, room, seq, version: 1, sender, text: TEXT, createdAt: at, clientId }
    const cursor = 'mgj8zq5w.0123456789a'
    return JSON.stringify({ type: 'message.created', log: room, seq, cursor, at, message })
  })
}

/** One storm, on a server that has just started. */
async function play(server: ServerProcess, storm: Omit<Storm, 'port'>, figures: Figures) {
  const { promise, resolve } = Promise.withResolvers<StormResult>()
  const child = keep(
    Bun.spawn([process.execPath, join(import.meta.dir, 'storm-clients.ts')], {
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: resolve,
    }),
  )
  void child.exited.then(() => resolve({ error: 'the clients have ended' }))
  const before = server.cpu()
  child.send({ ...storm, port: server.port } satisfies Storm)
  const result = await promise
  if ('error' in result) throw new Error(result.error)
  figures.ms.push(result.ms)
  figures.cpu.push((server.cpu() - before) / 1000)
  figures.memory.push(server.memory())
  await (options.profile === undefined ? server.stop() : server.finish())
  await end(child)
}

function withProfile({ cmd, ...rest }: Command): Command {
  if (options.profile === undefined) return { cmd, ...rest }
  const [bun = '', ...args] = cmd
  return { cmd: [bun, '--cpu-prof', `--cpu-prof-dir=${options.profile}`, ...args], ...rest }
}

function told({ ms, cpu, memory }: Figures): string {
  const [s, cpuS, mb] = [ms, cpu, memory].map((values) => round((values.at(-1) ?? 0) / 1000))
  return `${s} s, CPU ${cpuS} s, ${mb} MB`
}

function table(all: readonly Measured[]): string[] {
  const seconds = (values: readonly number[]) => median(values) / 1000
  const rows = all.map(({ title, ...sides }) => {
    const each = [sides.product, sides.bare, sides.centrifugo]
    const cpu = each.map((side) => seconds(side.cpu))
    const [mine = 0, least = 0, peer = 0] = cpu
    const cells = [...each.map(({ ms }) => seconds(ms)), ...cpu, mine / least, mine / peer]
    return `| ${title} | ${cells.map(round).join(' | ')} |`
  })
  return [
    `| ${CLIENTS.toLocaleString('en')} clients, ${MESSAGES} messages each | seconds | bare | Centrifugo | CPU s | bare | Centrifugo | CPU / bare | CPU / Centrifugo |`,
    `| --- |${' --: |'.repeat(8)}`,
    ...rows,
  ]
}
