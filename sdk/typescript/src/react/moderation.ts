'use client'

import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Chat } from '../chat.ts'
import type { LiveList, LoadState } from '../live-list.ts'
import { openBlocks } from '../moderation/blocks.ts'
import type { Pages } from '../moderation/pages.ts'
import { openReport, openReports, type ReportFilter } from '../moderation/reports.ts'
import { openMySanctions, openSanctions } from '../moderation/sanctions.ts'
import type {
  Block,
  Report,
  ReportDetails,
  ReportId,
  RoomId,
  Sanction,
  UserId,
} from '../protocol.ts'
import { useChat } from '../react.ts'

type More = { readonly hasMore: boolean; readonly loadMore: () => Promise<void> }

/** The users whom the user has blocked. All components share the list. */
export function useBlocks(): LoadState & {
  readonly blocks: readonly Block[]
  readonly isBlocked: (user: UserId) => boolean
} {
  const chat = useChat()
  const { all, progress } = useList(shared(blocks, chat, () => openBlocks(chat)))
  const blocked = useMemo(() => new Set(all.map(({ user }) => user)), [all])
  const isBlocked = useCallback((user: UserId) => blocked.has(user), [blocked])
  return { blocks: all, isBlocked, ...progress }
}

/** The bans and mutes of the user that are in force. */
export function useMySanctions(): LoadState & { readonly sanctions: readonly Sanction[] } {
  const chat = useChat()
  const list = shared(mine, chat, () => openMySanctions(chat))
  const { all, progress } = useList(list)
  useEnds(all, list)
  return { sanctions: all, ...progress }
}

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

const blocks = new WeakMap<Chat, LiveList<Block>>()
const mine = new WeakMap<Chat, Pages<Sanction>>()

function shared<List>(lists: WeakMap<Chat, List>, chat: Chat, open: () => List): List {
  const list = lists.get(chat) ?? open()
  lists.set(chat, list)
  return list
}

const useList = <T>({ subscribe, read }: LiveList<T>) => useSyncExternalStore(subscribe, read, read)

const more = <T>({ hasMore, loadMore }: Pages<T>): More => ({ hasMore: hasMore(), loadMore })

/** The clock of this device can be ahead: then an end is looked up again after this time. */
const SOONEST_MS = 15_000
const LATEST_MS = 2 ** 31 - 1

/** A ban or mute whose time has come ends without an event. */
function useEnds(sanctions: readonly Sanction[], { reload }: Pages<Sanction>): void {
  useEffect(() => {
    const ends = sanctions.flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]))
    if (ends.length === 0) return
    const inMs = Math.max(Math.min(...ends) - Date.now(), SOONEST_MS)
    const timer = setTimeout(reload, Math.min(inMs, LATEST_MS))
    return () => clearTimeout(timer)
  }, [sanctions, reload])
}
