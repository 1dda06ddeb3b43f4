import type { Presence, PresenceState, Sender } from '../../../protocol/entities.ts'
import type { PresenceSetting } from '../ports.ts'

/** Who is invisible is, to others, not there. */
export const shownState = ({ state }: PresenceSetting, isThere: boolean): PresenceState =>
  isThere && state !== 'invisible' ? state : 'offline'

/** How others see somebody. `lastSeenAt` is of those who are not there. */
export function presenceOf(user: Sender, setting: PresenceSetting, isThere: boolean): Presence {
  const { status, lastSeenAt } = setting
  const state = shownState(setting, isThere)
  const isGone = state === 'offline' && lastSeenAt !== undefined
  return {
    user,
    state,
    ...(status !== undefined && { status }),
    ...(isGone && { lastSeenAt: new Date(lastSeenAt).toISOString() }),
  }
}
