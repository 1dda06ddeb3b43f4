import type { Log } from '../../protocol/ids.ts'
import type { EncodedEvent } from './encoded-event.ts'

/** What the bus calls on this node. */
export type BusHandlers = {
  readonly receive: (event: EncodedEvent) => void
  /** An ephemeral event of a log that this node follows. */
  readonly receiveEphemeral: (log: Log, payload: string) => void
  /** Events may have been lost: compare with the log. */
  readonly suspectLoss: () => void
}

/** What nodes broadcast beside the logs: what users and rooms spent, who is online, whose tokens and which word lists to
 * read again. */
export type Topic = 'rate-usage' | 'room-usage' | 'presence' | 'forget' | 'word-lists'
/** `from` is the id of the node that sent the message. */
export type BroadcastHandler = (message: string, from: string) => void

/**
 * Carries events between nodes. The bus is only a hint: what it loses, doubles or delays, the hub repairs
 * from the log. A node receives the events of the logs that it follows.
 */
export interface Bus {
  /** There is no other node: every commit is made on this one. */
  readonly isAlone: boolean
  /** The bus does not work at the moment, so the log must be read more often. */
  readonly isDown: boolean
  start(handlers: BusHandlers): void
  /** Sends events of one log to the other nodes, in one message; never waits, never throws. */
  publish(log: Log, events: readonly EncodedEvent[]): void
  /** Sends an ephemeral event to the nodes that follow the log. */
  publishEphemeral(log: Log, payload: string): void
  /** Once it resolves, this node receives what others publish to these logs. */
  follow(logs: readonly Log[]): Promise<void>
  unfollow(logs: readonly Log[]): void
  readonly nodeId: string
  /**
   * When this node last received its own broadcast, by `performance.now()`. While it receives none, the
   * silence of other nodes does not mean that they have died.
   */
  readonly echoedAt: number
  /** Sends a message that matters for a moment only to all other nodes, or to one. */
  broadcast(topic: Topic, message: string, to?: string): void
  /** Resolves once this node receives broadcasts. */
  onBroadcast(topic: Topic, handler: BroadcastHandler): Promise<void>
  isFollowedElsewhere(log: Log): Promise<boolean>
  close(): Promise<void>
}
