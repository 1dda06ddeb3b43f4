import type { JobCount } from '../../domain/ports.ts'
import { BUCKETS, type Meter, type Timing } from '../meter.ts'

/** Where the metrics are read from. No metric is labelled by user or room: there are too many. */
export type Sources = {
  readonly version: string
  readonly meter: Meter
  readonly connections: () => Readonly<Record<string, number>>
  /** Refused requests and connections, by limit. */
  readonly limited: () => Readonly<Record<string, number>>
  readonly queues: () => Readonly<Record<string, number>>
  /** The background jobs of the deployment, read from the database. */
  readonly jobs: () => Promise<readonly JobCount[]>
  /** Events published on this node. */
  readonly published: () => number
  readonly isBusUp: () => boolean
  /** The backups that this node writes; undefined if it writes none. `last`: in ms of the epoch. */
  readonly backups: () => Promise<Backups | undefined>
}
export type Backups = {
  readonly last: number | undefined
  readonly everySeconds: number
}

type Labels = Readonly<Record<string, string | number>>
type Value = readonly [labels: Labels, value: number, suffix?: string]
type Metric = {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly values: readonly Value[]
}

/** The metrics in the text format 0.0.4 of Prometheus. */
export async function metrics(sources: Sources): Promise<string> {
  // Without a database the other metrics are needed all the more. The error was logged.
  const jobs = await sources.jobs().catch(() => [])
  const all = [
    ...serverMetrics(sources),
    ...jobMetrics(sources, jobs),
    ...backupMetrics(await sources.backups()),
    ...processMetrics(sources),
  ]
  return all.map(print).join('')
}

const one = (value: number): Value[] => [[{}, value]]
const each = (label: string, values: Iterable<readonly [string, number]>): Value[] =>
  [...values].map(([name, value]) => [{ [label]: name }, value])

function serverMetrics({
  version,
  meter,
  connections,
  limited,
  queues,
  published,
  isBusUp,
}: Sources): Metric[] {
  return [
    metric('parlance_info', 'gauge', 'The version of this server, as a label', [[{ version }, 1]]),
    metric(
      'parlance_connections',
      'gauge',
      'Open connections of this node, by transport',
      each('transport', Object.entries(connections())),
    ),
    metric(
      'parlance_command_seconds',
      'histogram',
      'Durations of commands, including refused ones',
      [...meter.timings].flatMap(([command, timing]) => buckets({ command }, timing)),
    ),
    metric(
      'parlance_commit_seconds',
      'histogram',
      'Durations of transactions that store writes, on this node; several writes share one',
      buckets({}, meter.commits),
    ),
    metric(
      'parlance_statement_seconds',
      'histogram',
      'Durations of statements of the database, as this node waits for them',
      buckets({}, meter.statements),
    ),
    metric(
      'parlance_refusals_total',
      'counter',
      'Refused requests, commands and connections, by code',
      each('code', meter.refused),
    ),
    metric(
      'parlance_quota_refused_total',
      'counter',
      'Commands refused because a quota is used up, by quota',
      each('quota', meter.quotas),
    ),
    metric(
      'parlance_mails_total',
      'counter',
      'Mails of this node: sent, refused by the mail server, or not sent because of a limit',
      each('result', meter.mails),
    ),
    metric(
      'parlance_hook_calls_total',
      'counter',
      'Calls of the app’s hook by this node: its action, or failed',
      each('result', meter.hookCalls),
    ),
    metric(
      'parlance_limited_total',
      'counter',
      'Requests and connections refused by a rate limit or a connection limit, by limit',
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
      'Events published on this node, each counted once for all its subscribers',
      one(published()),
    ),
    metric(
      'parlance_queue_length',
      'gauge',
      'Items that wait in a queue, by queue',
      each('queue', Object.entries(queues())),
    ),
    metric(
      'parlance_bus_up',
      'gauge',
      'Whether the bus to the other nodes works: 1 or 0',
      one(isBusUp() ? 1 : 0),
    ),
  ]
}

/** The jobs of the deployment are the same on each node; runs and failures are those of this node. */
const jobMetrics = ({ meter }: Sources, jobs: readonly JobCount[]): Metric[] => [
  metric(
    'parlance_jobs',
    'gauge',
    'Background jobs of the deployment, by kind and state',
    jobs.map(({ kind, state, count }) => [{ kind, state }, count]),
  ),
  metric(
    'parlance_job_seconds',
    'histogram',
    'Durations of background jobs on this node, including failed ones, by kind',
    [...meter.jobTimings].flatMap(([kind, timing]) => buckets({ kind }, timing)),
  ),
  metric(
    'parlance_job_failures_total',
    'counter',
    'Failed runs of background jobs on this node, by kind',
    each('kind', meter.failedJobs),
  ),
]

/** Without values on a node that writes no backups. */
function backupMetrics(found: Backups | undefined): Metric[] {
  const age = found?.last && (Date.now() - found.last) / 1000
  return [
    metric(
      'parlance_backup_last_success_seconds',
      'gauge',
      'Time of the latest backup that this node has, in seconds since the epoch; 0 if there is none',
      found === undefined ? [] : one((found.last ?? 0) / 1000),
    ),
    metric(
      'parlance_backup_age_seconds',
      'gauge',
      'Age of the latest backup that this node has',
      age === undefined ? [] : one(age),
    ),
    metric(
      'parlance_backup_interval_seconds',
      'gauge',
      'Time between two backups of this node, by its settings',
      found === undefined ? [] : one(found.everySeconds),
    ),
  ]
}

/** The start time of the process, in seconds since the epoch. It is computed once, so that it never varies. */
const STARTED_AT = Date.now() / 1000 - process.uptime()

function processMetrics({ meter }: Sources): Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return [
    metric('process_resident_memory_bytes', 'gauge', 'Resident memory', one(rss)),
    metric('parlance_heap_bytes', 'gauge', 'Memory used by the JavaScript heap', one(heapUsed)),
    metric(
      'process_cpu_seconds_total',
      'counter',
      'CPU time, user and system',
      one((user + system) / 1e6),
    ),
    metric(
      'process_start_time_seconds',
      'gauge',
      'Start time of the process, in seconds since the epoch',
      one(STARTED_AT),
    ),
    metric(
      'parlance_event_loop_seconds',
      'histogram',
      'Delays of the event loop: how late a timer was, ten times a second',
      buckets({}, meter.lags),
    ),
  ]
}

const metric = (
  name: string,
  type: Metric['type'],
  help: string,
  values: readonly Value[],
): Metric => ({ name, type, help, values })

/** Buckets are cumulative: each one includes the earlier ones. */
function buckets(labels: Labels, { counts, sum }: Timing): Value[] {
  let count = 0
  const values: Value[] = [...counts].map((n, i) => {
    count += n
    return [{ ...labels, le: BUCKETS[i] ?? '+Inf' }, count, '_bucket']
  })
  return [...values, [labels, sum, '_sum'], [labels, count, '_count']]
}

function print({ name, type, help, values }: Metric): string {
  const lines = values.map(([labels, value, suffix = '']) => {
    const pairs = Object.entries(labels).map(
      ([label, text]) => `${label}=${JSON.stringify(`${text}`)}`,
    )
    return `${name}${suffix}${pairs.length > 0 ? `{${pairs}}` : ''} ${value}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}
