import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Report, ReportDetails, ReportId, ReportStatus, RoomId } from '../protocol.ts'
import { openPages, type Pages } from './pages.ts'

export type ReportFilter = {
  readonly status: ReportStatus
  /** Of one room, for its staff. Without it those of all rooms, for the staff of the server. */
  readonly room?: RoomId | undefined
}

/** The reports with a status, the oldest first. */
export const openReports = (chat: Chat, { status, room }: ReportFilter): Pages<Report> =>
  openPages(chat, 'report.', async (after) => {
    const { reports, next } = await chat.call('reports.list', { status, room, after })
    return { items: reports, next }
  })

/** One report with its reporters and its evidence: a list of one, which is read again when the report changes. */
export function openReport(chat: Chat, report: ReportId): LiveList<ReportDetails> {
  const read = async () => [await chat.call('reports.get', { report })]
  const list = liveList<ReportDetails>(chat, {
    read,
    applyEvent(details, event) {
      if (event.type === 'report.updated' && event.report === report) void list.load(read)
      return details
    },
  })
  return list
}
