import type { Bus } from './bus.ts'

/** One node: everything that is committed is committed here, and received at once. */
export const memoryBus = (): Bus => ({
  isAlone: true,
  isDown: false,
  start: () => undefined,
  publish: () => undefined,
  publishEphemeral: () => undefined,
  follow: async () => undefined,
  unfollow: () => undefined,
  node: '',
  echoedAt: 0,
  broadcast: () => undefined,
  onBroadcast: async () => undefined,
  isFollowedElsewhere: async () => false,
  close: async () => undefined,
})
