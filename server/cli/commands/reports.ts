import { LIMITS } from '../../../protocol/limits.ts'
import { listOf } from '../columns.ts'
import type { Command } from '../command.ts'
import { ask, upTo } from '../links/link.ts'
import { LIMIT, listed } from './shared.ts'

const STATUSES = ['open', 'claimed', 'closed'] as const
const OUTCOMES = ['dismissed', 'warned', 'sanctioned', 'deleted'] as const

export const REPORT_COMMANDS: readonly Command[] = [
  {
    name: 'report list',
    summary: 'List the reports of all rooms, the oldest first',
    flags: {
      status: { type: 'string', description: 'open by default', values: STATUSES },
      limit: LIMIT,
    },
    run: async (call) => {
      const most = call.count('limit', 100)
      const link = await call.link()
      const status = STATUSES.find((each) => each === call.flag('status')) ?? 'open'
      const found = await upTo(most, LIMITS.pageMax, async (after, limit) => {
        const { reports, next } = await ask(link, 'reports.list', {
          status,
          limit,
          ...(after && { after }),
        })
        return { items: reports, next }
      })
      return listed(found, [
        ['id', ({ id }) => id],
        ['status', ({ status }) => status],
        ['user', ({ user }) => user.name],
        ['reason', ({ reason }) => reason],
        ['reporters', ({ reporters }) => reporters],
        ['room', ({ room }) => room],
        ['created', ({ createdAt }) => createdAt],
      ])
    },
  },
  {
    name: 'report resolve',
    summary: 'Close a report with its outcome',
    args: [
      { name: 'report', description: 'the id of a report' },
      { name: 'outcome', description: 'what was done', values: OUTCOMES },
    ],
    flags: { note: { type: 'string', description: 'a note for the staff' } },
    run: async (call) => {
      const outcome = OUTCOMES.find((each) => each === call.arg('outcome')) ?? 'dismissed'
      const note = call.flag('note')
      const report = await ask(await call.link(), 'reports.close', {
        report: call.arg('report'),
        outcome,
        ...(note !== undefined && { note }),
      })
      return { json: report, text: listOf(report) }
    },
  },
]
