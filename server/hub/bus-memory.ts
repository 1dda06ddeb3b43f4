import type { Bus } from './bus.ts'

/** One node: everything that is committed is committed here, and heard at once. */
export const memoryBus = (): Bus => ({
  isAlone: true,
  isDown: false,
  start: () => undefined,
  publish: () => undefined,
  pass: () => undefined,
  follow: async () => undefined,
  unfollow: () => undefined,
  gossip: () => undefined,
  onGossip: () => undefined,
  isFollowedElsewhere: async () => false,
  close: async () => undefined,
})
