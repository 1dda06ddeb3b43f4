import type { Log } from '../../protocol/ids.ts'
import type { EncodedEvent } from './encoded-event.ts'

/** What a bus brings to this node. */
export type BusHandlers = {
  readonly receive: (event: EncodedEvent) => void
  /** Something that passes, of a log that is followed. */
  readonly receiveEphemeral: (log: Log, signal: string) => void
  /** Something may have been lost: look at the log. */
  readonly suspectLoss: () => void
}

/** What nodes tell each other beside the logs: what was spent, and who is there. */
export type Topic = 'rates' | 'presence'
/** A word, and the node that it is from. */
export type BroadcastHandler = (word: string, from: string) => void

/**
 * From node to node. It is a hint, no more: what it loses, doubles or delays, the hub repairs from the
 * log. A node hears the logs that it follows.
 */
export interface Bus {
  /** There is no other node: what is committed here is all there is. */
  readonly isAlone: boolean
  /** It is not well just now: the log should be looked at more often. */
  readonly isDown: boolean
  start(arrivals: BusHandlers): void
  /** Tells the other nodes; never waits, never throws. */
  publish(event: EncodedEvent): void
  /** Tells those that follow the log what passes. */
  publishEphemeral(log: Log, signal: string): void
  /** Once it resolves, what others publish to these logs arrives. */
  follow(logs: readonly Log[]): Promise<void>
  unfollow(logs: readonly Log[]): void
  /** This node, among the others. */
  readonly node: string
  /** When this node last received its own broadcast, by `performance.now()`: while it does not, the silence of others says nothing. */
  readonly echoedAt: number
  /** Tells every other node, or one, something that matters for a moment only. */
  broadcast(topic: Topic, word: string, to?: string): void
  /** Resolves once it is listened to. */
  onBroadcast(topic: Topic, hear: BroadcastHandler): Promise<void>
  /** Whether another node follows this log. */
  isFollowedElsewhere(log: Log): Promise<boolean>
  close(): Promise<void>
}
