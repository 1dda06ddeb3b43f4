import type { AppUseCase } from '../use-case.ts'
import { reportById } from './rules.ts'

export const getReport: AppUseCase<'reports.get'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { report } = await reportById(reader, input.report)
    return { report, ...(await reader.reports.details(report)) }
  })
