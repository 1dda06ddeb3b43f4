import type { Member, RoomId, Sender } from '@parlance/sdk'
import { createStore } from '../../lib/store.ts'

/** A person, as seen from a room. */
export type ShownProfile = {
  readonly user: Sender
  readonly room: RoomId | undefined
  /** With it the card offers what those who may do to a member. */
  readonly member?: Member
  /** The person wants to be asked before others write to them. */
  readonly isAsking?: boolean
}

export const shownProfile = createStore<{ readonly profile: ShownProfile | undefined }>({
  profile: undefined,
})

/** Shows who a person is, and what the user can do with them. */
export const showProfile = (profile: ShownProfile): void => shownProfile.change({ profile })
export const hideProfile = (): void => shownProfile.change({ profile: undefined })
