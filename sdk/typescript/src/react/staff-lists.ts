'use client'

import { useMemo } from 'react'
import type { LoadState } from '../live-list.ts'
import type { Pages } from '../moderation/pages.ts'
import { openReport, openReports, type ReportFilter } from '../moderation/reports.ts'
import { openSanctions } from '../moderation/sanctions.ts'
import type { Report, ReportDetails, ReportId, RoomId, Sanction } from '../protocol.ts'
import { useChat } from '../react.ts'
import { useEnds, useList } from './lists.ts'

type More = { readonly hasMore: boolean; readonly loadMore: () => Promise<void> }

/** The bans and mutes of a room or, without `room`, of the whole server, for the staff. */
export function useSanctions(
  room?: RoomId,
): LoadState & More & { readonly sanctions: readonly Sanction[] } {
  const chat = useChat()
  const list = useMemo(() => openSanctions(chat, room), [chat, room])
  const { all, progress } = useList(list)
  useEnds(all, list)
  return { sanctions: all, ...more(list), ...progress }
}

/** The reports with a status, for the staff. */
export function useReports({
  status,
  room,
}: ReportFilter): LoadState & More & { readonly reports: readonly Report[] } {
  const chat = useChat()
  const list = useMemo(() => openReports(chat, { status, room }), [chat, status, room])
  const { all, progress } = useList(list)
  return { reports: all, ...more(list), ...progress }
}

/** A report with its reporters and its evidence. */
export function useReport(
  report: ReportId,
): LoadState & { readonly details: ReportDetails | undefined } {
  const chat = useChat()
  const { all, progress } = useList(useMemo(() => openReport(chat, report), [chat, report]))
  return { details: all[0], ...progress }
}

const more = <T>({ hasMore, loadMore }: Pages<T>): More => ({ hasMore: hasMore(), loadMore })
