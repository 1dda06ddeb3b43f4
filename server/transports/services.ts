import type { Logger as PinoLogger } from 'pino'
import type { Ports } from '../domain/use-case.ts'
import type { ReplaySource } from '../hub/catch-up.ts'
import type { Hub } from '../hub/hub.ts'
import type { Authenticator } from './authenticator.ts'
import type { Sites } from './http/sites.ts'
import type { RateLimiter } from './limits/rate-limiter.ts'
import type { Meter } from './meter.ts'

export type Logger = Pick<PinoLogger, 'info' | 'warn' | 'error'>

/** What every transport is given. */
export type Services = {
  readonly ports: Ports
  readonly hub: Hub
  readonly replaySource: ReplaySource<unknown>
  /** Resolves where writes are stored. Refuses `unavailable`. */
  readonly checkWrites: () => Promise<void>
  readonly authenticator: Authenticator
  readonly sites: Sites
  readonly rateLimiter: RateLimiter
  /** To the other nodes. */
  readonly broadcast: (word: string) => void
  readonly meter: Meter
  readonly log: Logger
}
