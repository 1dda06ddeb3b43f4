import type { Logger } from 'pino'
import type { World } from '../domain/use-case.ts'
import type { Hub } from '../hub/hub.ts'
import type { Past } from '../hub/listen.ts'
import type { CallerOf } from './caller.ts'
import type { Flood } from './flood.ts'
import type { Meter } from './meter.ts'
import type { Sites } from './sites.ts'

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>

/** What every door is given. */
export type House = {
  readonly world: World
  readonly hub: Hub
  readonly past: Past<unknown>
  /** Resolves where writes are stored. Refuses `unavailable`. */
  readonly checkWrites: () => Promise<void>
  readonly callerOf: CallerOf
  readonly sites: Sites
  readonly flood: Flood
  /** To the other nodes. */
  readonly gossip: (word: string) => void
  readonly meter: Meter
  readonly log: Log
}
