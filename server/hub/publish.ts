import type { Log, UserId } from '../../protocol/ids.ts'
import { type EncodedEvent, versionFor, versionForOthers } from './encoded-event.ts'
import type { Fanout, Subscriber } from './subscriber.ts'

/** Publishes an event to the subscribers of its log, to each in its user's version. */
export function publishTo(
  fanouts: readonly Fanout[],
  event: EncodedEvent,
  subscribersOf: (user: UserId) => Iterable<Subscriber>,
): void {
  const { versions } = event
  if (versions === undefined) {
    for (const fanout of fanouts) fanout.publish(event)
    return
  }
  const exceptions = new Map<Subscriber, EncodedEvent>()
  for (const user of [...versions.staff, ...versions.own.map((own) => own.user)]) {
    const version = versionFor(event, user)
    for (const subscriber of subscribersOf(user)) exceptions.set(subscriber, version)
  }
  // @planted hidden-version
  publishVersions(fanouts, versionForOthers(event, versions), exceptions)
}

/** Publishes `event` to the subscribers of its log, but to the exceptional ones their own version, in one turn of the event loop. */
export function publishVersions(
  fanouts: readonly Fanout[],
  event: EncodedEvent,
  exceptions: ReadonlyMap<Subscriber, EncodedEvent>,
): void {
  const except = new Set<Subscriber>()
  for (const [subscriber, version] of exceptions)
    if (subscriber.isSubscribed(event.log)) {
      except.add(subscriber)
      // Sent before the others: a subscriber that this fills falls behind in `publish`.
      subscriber.send(version)
    }
  for (const fanout of fanouts) fanout.publish(event, except)
}

/** Sends an ephemeral event to those of these subscribers that are subscribed to its log. */
export function sendEphemeralTo(
  subscribers: Iterable<Subscriber>,
  log: Log,
  payload: string,
): void {
  for (const subscriber of subscribers)
    if (subscriber.isSubscribed(log)) subscriber.sendEphemeral(payload)
}
