import type { Bus } from './bus.ts'

/** The bus of a single node: every event is committed and received on this node. */
export const memoryBus = (): Bus => ({
  isAlone: true,
  isDown: false,
  start: () => undefined,
  publish: () => undefined,
  publishEphemeral: () => undefined,
  follow: async () => undefined,
  unfollow: () => undefined,
  nodeId: '',
  echoedAt: 0,
  broadcast: () => undefined,
  onBroadcast: async () => undefined,
  isFollowedElsewhere: async () => false,
  close: async () => undefined,
})
