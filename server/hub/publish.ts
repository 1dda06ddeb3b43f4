import type { Audience } from '../../protocol/audience.ts'
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

/** Sends an ephemeral event to the subscribers of its log, as far as they are in the audience. */
export function sendEphemeralTo(
  fanouts: readonly Fanout[],
  { log, payload, audience }: Ephemeral,
  subscribersOf: (user: UserId) => Iterable<Subscriber>,
): void {
  const { only, except = [] } = audience
  const subscribed = (users: readonly UserId[]) =>
    users.flatMap((user) => [...subscribersOf(user)]).filter((one) => one.isSubscribed(log))
  if (only !== undefined) {
    for (const subscriber of subscribed([only])) subscriber.sendEphemeral(payload)
    return
  }
  const left = subscribed(except)
  const excepted = left.length > 0 ? new Set(left) : undefined
  for (const fanout of fanouts)
    if (fanout.subscriberCount(log) > 0) fanout.sendEphemeral(log, payload, excepted)
}

type Ephemeral = { readonly log: Log; readonly payload: string; readonly audience: Audience }
