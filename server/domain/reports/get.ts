import type { UseCase } from '../use-case.ts'
import { visibleReport } from './rules.ts'

export const getReport: UseCase<'reports.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { report } = await visibleReport(reader, caller.user.id, input.report)
    return { report, ...(await reader.reports.details(report)) }
  })
