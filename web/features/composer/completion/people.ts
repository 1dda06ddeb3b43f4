import { useMemo, useSyncExternalStore } from 'react'
import type { Person } from './mentions.ts'

/** A list of members, as `openMemberList` has it. */
export type People = {
  readonly read: () => {
    readonly members: ReadonlyMap<string, { readonly user: Person }>
    readonly isRead: boolean
  }
  readonly watch: (listener: () => void) => () => void
}

/** The members of a room, without the user, and whether all of them were read. */
export function usePeople({ read, watch }: People, me: string | undefined) {
  const { members, isRead } = useSyncExternalStore(watch, read)
  const all = useMemo(
    () => [...members.values()].map(({ user }) => user).filter(({ id }) => id !== me),
    [members, me],
  )
  return { all, isRead }
}
