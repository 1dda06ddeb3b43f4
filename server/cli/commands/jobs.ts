import type { Job } from '../../../protocol/entities.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { ChatError } from '../../../sdk/typescript/src/error.ts'
import { listOf, tableOf } from '../columns.ts'
import type { Call, Command } from '../command.ts'
import { CommandFailed } from '../errors.ts'
import { ask, type Link, upTo } from '../links/link.ts'
import { LIMIT, listed } from './shared.ts'

/** How often a job is looked at that was started, in ms, and how often at most. */
const LOOK_MS = 200
const LOOKS = 3000
const JOB = { name: 'job', description: 'the id of a job' }
const KIND = { name: 'kind', description: 'a kind of jobs, such as events.sweep' }

function jobs(link: Link, most: number, kind: string | undefined) {
  return upTo(most, LIMITS.pageMax, async (after, limit) => {
    const { jobs } = await ask(link, 'jobs.list', {
      limit,
      ...(after && { after }),
      ...(kind !== undefined && { kind }),
    })
    return { items: jobs, next: jobs.length < limit ? undefined : jobs.at(-1)?.id }
  })
}

const isGone = (error: unknown): boolean =>
  (error instanceof Refusal || error instanceof ChatError) && error.code === 'not_found'

/** Makes a job due, and waits until it is done. Throws `CommandFailed` if it fails. */
async function runNow(link: Link, { id, kind }: Job): Promise<void> {
  const before = await ask(link, 'jobs.retry', { job: id })
  for (let looks = 0; looks < LOOKS; looks++) {
    const now = await ask(link, 'jobs.get', { job: id }).catch((error) => {
      if (isGone(error)) return undefined
      throw error
    })
    // A job that recurs waits again, for a later time.
    if (now === undefined || (now.state === 'waiting' && now.due !== before.due && now.tries === 0))
      return
    if (now.lastError !== undefined && now.state !== 'running')
      throw new CommandFailed(`${kind} ${id} has failed: ${now.lastError}`)
    await Bun.sleep(LOOK_MS)
  }
  throw new CommandFailed(`${kind} ${id} still runs: parlance job list shows it`)
}

export const JOB_COMMANDS: readonly Command[] = [
  {
    name: 'job list',
    summary: 'List the background jobs, the oldest first',
    args: [{ ...KIND, isOptional: true }],
    flags: { limit: LIMIT },
    run: async (call) => {
      const most = call.count('limit', 100)
      return listed(await jobs(await call.link(), most, call.optional('kind')), [
        ['id', ({ id }) => id],
        ['kind', ({ kind }) => kind],
        ['state', ({ state }) => state],
        ['due', ({ due }) => due],
        ['tries', ({ tries }) => tries],
        ['last error', ({ lastError }) => lastError],
      ])
    },
  },
  {
    name: 'job run',
    summary: 'Run all jobs of a kind now, and wait until they are done',
    args: [KIND],
    run: async (call) => {
      const link = await call.link()
      const found = await all(call, link)
      for (const job of found) await runNow(link, job)
      return { json: { ran: found.length }, text: `${found.length} jobs are done` }
    },
  },
  {
    name: 'job retry',
    summary: 'Let a job run now that is parked or waits',
    args: [JOB],
    run: async (call) => {
      const job = await ask(await call.link(), 'jobs.retry', { job: call.arg('job') })
      return { json: job, text: listOf(job) }
    },
  },
  {
    name: 'job clear',
    summary: 'Delete a job that is parked or waits: its work is never done',
    args: [JOB],
    run: async (call) => {
      await ask(await call.link(), 'jobs.clear', { job: call.arg('job') })
      return { json: { deleted: call.arg('job') }, text: `${call.arg('job')} is deleted` }
    },
  },
  {
    name: 'job report',
    summary: 'Count the jobs of each kind and state, with the latest error',
    run: async (call) => {
      const { items } = await jobs(await call.link(), Number.MAX_SAFE_INTEGER, undefined)
      const groups = Map.groupBy(items, ({ kind, state }) => `${kind} ${state}`)
      const rows = [...groups.values()].map((group) => ({
        kind: group[0]?.kind,
        state: group[0]?.state,
        count: group.length,
        lastError: group.findLast(({ lastError }) => lastError !== undefined)?.lastError,
      }))
      return {
        json: rows,
        text: tableOf(rows, [
          ['kind', ({ kind }) => kind],
          ['state', ({ state }) => state],
          ['jobs', ({ count }) => count],
          ['last error', ({ lastError }) => lastError],
        ]),
      }
    },
  },
]

async function all(call: Call, link: Link): Promise<readonly Job[]> {
  const { items } = await jobs(link, Number.MAX_SAFE_INTEGER, call.arg('kind'))
  if (items.length > 0) return items
  throw new CommandFailed(
    `${call.arg('kind')}: there is no job of this kind: parlance job report lists the kinds`,
  )
}
