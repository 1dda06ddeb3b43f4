import type { Logger as PinoLogger } from 'pino'
import type { Ports } from '../domain/use-case.ts'
import type { Topic } from '../hub/bus.ts'
import type { ReplaySource } from '../hub/catch-up.ts'
import type { Hub } from '../hub/hub.ts'
import type { Authenticator } from './authenticator.ts'
import type { Sites } from './http/sites.ts'
import type { DailyUsage } from './limits/daily-usage.ts'
import type { RateLimiter } from './limits/rate-limiter.ts'
import type { Meter } from './meter.ts'

export type Logger = Pick<PinoLogger, 'info' | 'warn' | 'error'>

/** The networks that are banned from the server. `version` rises with every change. */
export type BannedNetworks = {
  readonly isEmpty: boolean
  readonly version: number
  has(address: string): boolean
}

/** The services that every transport uses. */
export type Services = {
  readonly ports: Ports
  readonly hub: Hub
  readonly replaySource: ReplaySource<unknown>
  /** Resolves if the database stores writes. Refuses `unavailable`. */
  readonly checkWrites: () => Promise<void>
  readonly authenticator: Authenticator
  readonly sites: Sites
  readonly bannedNetworks: BannedNetworks
  readonly rateLimiter: RateLimiter
  readonly roomRate: RateLimiter
  readonly usage: DailyUsage
  /** Sends a message to the other nodes. */
  readonly broadcast: (topic: Topic, message: string) => void
  readonly meter: Meter
  readonly log: Logger
}
