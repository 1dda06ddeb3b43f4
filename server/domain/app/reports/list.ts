import type { AppUseCase } from '../use-case.ts'

export const listReports: AppUseCase<'reports.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { items, next } = await reader.reports.list(input.status, input.room, input)
    return { reports: items.map(({ report }) => report), ...(next && { next }) }
  })
