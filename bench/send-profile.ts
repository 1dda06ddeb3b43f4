import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { removeFolder, temporaryFolder } from './children.ts'
import { startLoad } from './jobs.ts'
import { round } from './measure.ts'
import { startCommand } from './server-process.ts'
import { stacked } from './stacked.ts'
import { commandOf, type Variant } from './variants.ts'

// node bin/bun.mjs run bench/send-profile.ts [--before TREE] [--in-flight 100] [--write]
// Where the CPU time of a send goes, by the kernel's own samples (`perf`), in row H's work. `--before`: an earlier checkout.

const { values: options } = parseArgs({
  options: {
    before: { type: 'string' },
    'in-flight': { type: 'string', default: '100' },
    write: { type: 'boolean', default: false },
  },
})
const IN_FLIGHT = Number(options['in-flight'])
const SENDS = 10_000
const ROUNDS = 1
/** The first kind with a function in the stack counts; without one, the file of the innermost function. */
const KERNEL = [
  ['writes to sockets', /sys_send|sys_writev|tcp_sendmsg/],
  ['reads from sockets', /sys_recv|sys_epoll|ep_poll|tcp_recvmsg/],
  ['files: write and sync', /sys_pwrite|sys_fdatasync|sys_fsync|vfs_write|ext4|shmem/],
] as const
const KINDS = [...KERNEL.map(([kind]) => kind), 'kernel, other', 'JavaScript', 'Bun and SQLite']

const here = join(import.meta.dir, '..')
const sides: { name: string; variant: Variant; tree: string }[] = [
  ...(options.before
    ? [{ name: 'before', variant: 'product', tree: options.before } as const]
    : []),
  { name: 'Parlance', variant: 'product', tree: here },
  { name: 'bare, 1 row', variant: 'bare1', tree: here },
]
const folder = temporaryFolder()
const measured: { name: string; parts: number[] }[] = []
for (const { name, variant, tree } of sides)
  measured.push({ name, parts: await profile(variant, tree) })
removeFolder(folder)
for (const { name, parts } of measured)
  console.log(name.padEnd(12), KINDS.map((kind, i) => `${kind} ${round(parts[i] ?? 0)}`).join(', '))
if (options.write) {
  const title = `Server CPU of a send with ten receivers, µs, ${IN_FLIGHT} in flight`
  await Bun.write(join(import.meta.dir, 'send.svg'), stacked(title, KINDS, measured))
}
process.exit(0)

/** The µs of each kind for one send. */
async function profile(variant: Variant, tree: string): Promise<number[]> {
  const { cmd, ...rest } = commandOf(variant, temporaryFolder(), '')
  const server = await startCommand({ ...rest, cmd: cmd.map((part) => part.replace(here, tree)) })
  const load = startLoad()
  const job = { do: 'send', messages: SENDS, senders: 10, inFlight: IN_FLIGHT } as const
  const target = { variant, port: server.port }
  await load.perform({ do: 'gather', target, rooms: 100, members: 10 })
  await load.perform(job)
  const data = join(folder, 'perf.data')
  const event = ['-e', 'cpu-clock', '-F', '997', '-g', '-o', data, '-p', String(server.pid)]
  const perf = Bun.spawn(['perf', 'record', ...event], { stdout: 'ignore', stderr: 'ignore' })
  await Bun.sleep(1000)
  const before = server.cpu()
  for (let i = 0; i < ROUNDS; i++) await load.perform(job)
  const each = (server.cpu() - before) / (SENDS * ROUNDS)
  perf.kill('SIGINT')
  await perf.exited
  await load.stop()
  await server.stop()
  const fields = ['script', '--no-inline', '-i', data, '-F', 'ip,sym,dso']
  const script = Bun.spawn(['perf', ...fields], { stderr: 'ignore' })
  const samples = (await new Response(script.stdout).text())
    .split('\n\n')
    .filter((one) => one.trim())
  const counts = KINDS.map((kind) => samples.filter((sample) => kindOf(sample) === kind).length)
  return counts.map((count) => (count / samples.length) * each)
}

function kindOf(sample: string): string {
  const [innermost = ''] = sample.trimStart().split('\n')
  if (!innermost.includes('[kernel'))
    return /bun(\.exe)?\)|\.so/.test(innermost) ? 'Bun and SQLite' : 'JavaScript'
  return KERNEL.find(([, found]) => found.test(sample))?.[0] ?? 'kernel, other'
}
