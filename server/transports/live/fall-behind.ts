import { catchUp } from '../../hub/catch-up.ts'
import type { Subscriber } from '../../hub/subscriber.ts'
import { refusalOf } from '../answer.ts'
import type { Services } from '../services.ts'

/** A live connection is full: it receives the rest from the log, as fast as it reads, until it is live again. */
export async function fallBehind(services: Services, subscriber: Subscriber): Promise<void> {
  const { hub, replaySource } = services
  if (subscriber.isClosed || hub.isBehind(subscriber)) return
  try {
    const failed = await catchUp(hub, replaySource, subscriber)
    // It missed more than a replay may hold. It reconnects, and receives a `reset`.
    if (failed !== undefined) subscriber.end('unavailable')
  } catch (error) {
    subscriber.end(refusalOf(error, services).code)
  }
}
