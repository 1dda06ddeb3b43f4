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
  node: '',
  echoedAt: 0,
  gossip: () => undefined,
  onGossip: async () => undefined,
  isFollowedElsewhere: async () => false,
  close: async () => undefined,
})
