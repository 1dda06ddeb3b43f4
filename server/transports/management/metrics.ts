import { BUCKETS, type Meter, type Timing } from '../meter.ts'

/** Where the numbers are, when they are asked for. None is of a user or a room: there are too many. */
export type Sources = {
  readonly version: string
  readonly meter: Meter
  readonly connections: () => Readonly<Record<string, number>>
  /** What was refused by a limit, by which. */
  readonly limited: () => Readonly<Record<string, number>>
  readonly queues: () => Readonly<Record<string, number>>
  /** Events that went out here. */
  readonly received: () => number
  readonly isBusUp: () => boolean
}

type Labels = Readonly<Record<string, string | number>>
type Value = readonly [labels: Labels, value: number, suffix?: string]
type Metric = {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly values: readonly Value[]
}

/** What Prometheus reads: its text format 0.0.4. */
export async function metrics(sources: Sources): Promise<string> {
  const lag = await turn()
  return [...ours(sources), ...ofProcess(lag)].map(print).join('')
}

function ours({
  version,
  meter,
  connections,
  limited,
  queues,
  received,
  isBusUp,
}: Sources): Metric[] {
  const one = (value: number): Value[] => [[{}, value]]
  const each = (label: string, values: Iterable<readonly [string, number]>): Value[] =>
    [...values].map(([name, value]) => [{ [label]: name }, value])
  return [
    metric('parlance_info', 'gauge', 'Which version runs', [[{ version }, 1]]),
    metric(
      'parlance_connections',
      'gauge',
      'Who listens on this node, by transport',
      each('transport', Object.entries(connections())),
    ),
    metric(
      'parlance_command_seconds',
      'histogram',
      'How long commands took, refused ones too',
      [...meter.timings].flatMap(([command, timing]) => buckets(command, timing)),
    ),
    metric(
      'parlance_refusals_total',
      'counter',
      'Requests, commands and connections refused, by code',
      each('code', meter.refused),
    ),
    metric(
      'parlance_limited_total',
      'counter',
      'What was refused by a rate or a limit of connections, by which',
      each('limit', Object.entries(limited())),
    ),
    metric(
      'parlance_events_committed_total',
      'counter',
      'Events committed by this node',
      one(meter.committed),
    ),
    metric(
      'parlance_events_published_total',
      'counter',
      'Events that went out on this node, each once however many received it',
      one(received()),
    ),
    metric(
      'parlance_queue_length',
      'gauge',
      'What waits for its turn',
      each('queue', Object.entries(queues())),
    ),
    metric(
      'parlance_bus_up',
      'gauge',
      'Whether the other nodes can be told',
      one(isBusUp() ? 1 : 0),
    ),
  ]
}

/** In seconds of the epoch, and the same however often it is asked. */
const BEGAN = Date.now() / 1000 - process.uptime()

function ofProcess(lag: number): Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const one = (value: number): Value[] => [[{}, value]]
  return [
    metric('process_resident_memory_bytes', 'gauge', 'Memory that is held', one(rss)),
    metric('parlance_heap_bytes', 'gauge', 'Of it, what JavaScript uses', one(heapUsed)),
    metric('process_cpu_seconds_total', 'counter', 'CPU time', one((user + system) / 1e6)),
    metric('process_start_time_seconds', 'gauge', 'When it began', one(BEGAN)),
    metric('parlance_event_loop_seconds', 'gauge', 'How long one turn took just now', one(lag)),
  ]
}

const metric = (
  name: string,
  type: Metric['type'],
  help: string,
  values: readonly Value[],
): Metric => ({ name, type, help, values })

/** Each bucket holds those before it, too. */
function buckets(command: string, { counts, sum }: Timing): Value[] {
  let count = 0
  const values: Value[] = [...counts].map((n, i) => {
    count += n
    return [{ command, le: BUCKETS[i] ?? '+Inf' }, count, '_bucket']
  })
  return [...values, [{ command }, sum, '_sum'], [{ command }, count, '_count']]
}

function print({ name, type, help, values }: Metric): string {
  const lines = values.map(([labels, value, suffix = '']) => {
    const pairs = Object.entries(labels).map(
      ([label, word]) => `${label}=${JSON.stringify(`${word}`)}`,
    )
    return `${name}${suffix}${pairs.length > 0 ? `{${pairs}}` : ''} ${value}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

async function turn(): Promise<number> {
  const began = performance.now()
  await new Promise<void>((resolve) => setImmediate(resolve))
  return (performance.now() - began) / 1000
}
