import { pagesOf, type UseCase } from '../use-case.ts'
import { staffFor, worksOn } from './rules.ts'

/** A page can be shorter than `limit`: reports about the caller, or about somebody of a higher role, are left out. */
export const listReports: UseCase<'reports.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { status, room } = input
    const staff = await staffFor(reader, caller.user.id, room)
    const { items, ...pages } = await reader.reports.list(status, room, input)
    const visible = items.filter((stored) => worksOn(staff, stored))
    return { reports: visible.map(({ report }) => report), ...pagesOf(pages) }
  })
