import { pagesOf, type UseCase } from '../use-case.ts'

export const listMyReports: UseCase<'reports.listMine'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, ...pages } = await reader.reports.ofReporter(caller.user.id, input)
    return { reports: [...items], ...pagesOf(pages) }
  })
