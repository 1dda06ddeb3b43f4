'use client'

import { useEffect, useSyncExternalStore } from 'react'
import type { LiveList } from '../live-list.ts'
import type { Pages } from '../moderation/pages.ts'
import type { Sanction } from '../protocol.ts'

export const useList = <T>({ subscribe, read }: LiveList<T>) =>
  useSyncExternalStore(subscribe, read, read)

/** The clock of this device can be ahead: then an end is looked up again after this time. */
const SOONEST_MS = 15_000
const LATEST_MS = 2 ** 31 - 1

/** A ban or mute whose time has come ends without an event. */
export function useEnds(sanctions: readonly Sanction[], { reload }: Pages<Sanction>): void {
  useEffect(() => {
    const ends = sanctions.flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]))
    if (ends.length === 0) return
    const inMs = Math.max(Math.min(...ends) - Date.now(), SOONEST_MS)
    const timer = setTimeout(reload, Math.min(inMs, LATEST_MS))
    return () => clearTimeout(timer)
  }, [sanctions, reload])
}
