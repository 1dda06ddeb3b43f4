import { run } from '../server/run.ts'
import { RateLimiter } from '../server/transports/limits/rate-limiter.ts'

// The server as it is. Beside it what was taken from anybody's rate is added up, for whoever asks.

let taken = 0
const charge = RateLimiter.prototype.charge
RateLimiter.prototype.charge = function (key: string, cost: number): void {
  taken += cost
  charge.call(this, key, cost)
}
process.on('message', () => process.send?.(taken))
await run([])
