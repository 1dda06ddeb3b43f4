import type { CommandName } from '../protocol/commands.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { ManagementName } from '../protocol/management.ts'
import type { Input, Person } from './prices-client.ts'
import type { Hands } from './prices-hands.ts'
import type { Override } from './prices-override.ts'
import type { World } from './prices-world.ts'
import { adminOf, line } from './prices-world-staff.ts'

const asAdmin: Pick<Override, 'as'> = { as: adminOf }
const id = (field: string) => () => ({ [field]: [() => 'x'] })

/** Nobody has reported it yet. */
const unreported = async (hands: Hands, { staff }: World, n: number): Promise<string> => {
  const message = staff.reported[n % staff.reported.length] ?? ''
  const page = await hands.app('reports.list', { limit: LIMITS.pageMax })
  const open = Object(page['reports']) as { id: string; message?: { message: string } }[]
  const known = open.find(({ message: of }) => of?.message === message)
  if (known) await hands.app('reports.close', { report: known.id, outcome: 'dismissed' })
  return message
}
/** Another one each time, as a user has a number of open reports only. */
const reporter = ({ people: { crowd } }: World, n: number): Person =>
  crowd[40 + (n % 150)] ?? nobody()
const nobody = () => {
  throw new Error('the crowd is too small')
}
const reported = async (hands: Hands, world: World, _: Input, n: number): Promise<Input> => {
  const message = await unreported(hands, world, n)
  const text = line(LIMITS.reportTextLength)
  const input = { message, reason: 'other', text }
  return { report: (await hands.as(reporter(world, n), 'reports.create', input))['report'] }
}
const aReport = async (hands: Hands): Promise<Input> => ({
  report: Object((await hands.app('reports.list', {}))['reports'])[0]?.id,
})
export const REPORT_OVERRIDES: Partial<Record<CommandName, Override>> = {
  'reports.create': {
    anew: async (_, world, n) => reporter(world, n),
    without: ['user', 'room'],
    values: id('message'),
    before: async (hands, world, _, n) => ({ message: await unreported(hands, world, n) }),
  },
  'reports.listMine': { as: ({ people: { crowd, ana } }) => crowd[40] ?? ana },
  'reports.list': { ...asAdmin, without: ['room'] },
  'reports.get': { ...asAdmin, values: id('report'), before: aReport },
  'reports.claim': { ...asAdmin, values: id('report'), before: reported },
  'reports.close': { ...asAdmin, values: id('report'), before: reported },
}

export const REPORT_MANAGEMENT_OVERRIDES: Partial<Record<ManagementName, Override>> = {
  'reports.get': { values: id('report'), before: aReport },
  'reports.claim': { values: id('report'), before: reported },
  'reports.close': { values: id('report'), before: reported },
}
