import { catchUp } from '../../hub/catch-up.ts'
import type { Subscriber } from '../../hub/subscriber.ts'
import { refusalOf } from '../answer.ts'
import type { Services } from '../services.ts'

/** A live connection is full: the log tells it the rest, as fast as it reads, until it is live again. */
export async function fallBehind(services: Services, subscriber: Subscriber): Promise<void> {
  const { hub, replaySource } = services
  if (subscriber.isClosed || hub.isBehind(subscriber)) return
  try {
    const failed = await catchUp(hub, replaySource, subscriber)
    // It has missed more than is replayed: it comes back, and is told so.
    if (failed !== undefined) subscriber.end('unavailable')
  } catch (error) {
    subscriber.end(refusalOf(error, services).code)
  }
}
