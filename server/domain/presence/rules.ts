import type { Presence, PresenceState, Sender } from '../../../protocol/entities.ts'
import type { PresenceSetting } from '../ports.ts'

/** The state that other users see: an invisible user looks offline. */
export const shownState = ({ state }: PresenceSetting, isOnline: boolean): PresenceState =>
  isOnline && state !== 'invisible' ? state : 'offline'

/** The presence that other users see. Only an offline user has `lastSeenAt`. */
export function presenceOf(user: Sender, setting: PresenceSetting, isOnline: boolean): Presence {
  const { status, lastSeenAt } = setting
  const state = shownState(setting, isOnline)
  const isOffline = state === 'offline' && lastSeenAt !== undefined
  return {
    user,
    state,
    ...(status !== undefined && { status }),
    ...(isOffline && { lastSeenAt: new Date(lastSeenAt).toISOString() }),
  }
}
