import type { Heard, History, Signalled, Violation } from './history.ts'

/** Typing lasts so long; how late its end may be told, and the pauses of a connection that hears all. */
const TYPING_MS = 6000
const LATE_MS = 3000
const PAUSE_MS = 1000

type Item = (Heard & { readonly type?: undefined }) | Signalled

/**
 * I10: who has received that they left a room hears nothing more that passes in it. I17: typing that was told
 * ends in time on a connection that goes on hearing; in the end those are seen who are there.
 */
export function* checkSignals(history: History): Iterable<Violation> {
  const items = Map.groupBy<string, Item>(
    [...history.received, ...history.signals],
    ({ listener }) => listener,
  )
  const typed = new Set(
    history.calls.flatMap(({ ask, user }) => (ask.type === 'typing' ? `${ask.room} ${user}` : [])),
  )
  const earliest = earliestOf(history)
  for (const { id, user } of history.listeners) {
    const own = (items.get(id) ?? []).toSorted((a, b) => a.at - b.at)
    yield* ofMembers(id, user, own, typed)
    for (const connection of Map.groupBy(own, (item) => item.connection).values())
      yield* ending(id, user, connection, earliest)
  }
  for (const { node, room, told, there } of history.presences)
    if (told.toSorted().join() !== there.toSorted().join())
      yield { rule: 'I17', says: `${room} on node ${node}: seen ${told}, and there are ${there}` }
}

function* ofMembers(
  id: string,
  user: string,
  items: readonly Item[],
  typed: ReadonlySet<string>,
): Iterable<Violation> {
  const isIn = new Map<string, boolean>()
  let isKnown = true
  for (const item of items) {
    if (isSignal(item)) {
      if (isKnown && isIn.get(item.log) !== true)
        yield { rule: 'I10', says: `${id} was told ${show(item)}, and is not in there` }
      if (item.type === 'typing.started' && !typed.has(`${item.log} ${item.user}`))
        yield { rule: 'I2', says: `${id} was told ${show(item)}, and nobody typed` }
      continue
    }
    if (item.entry === 'reset') isKnown = false
    else if (item.entry.subject === user && item.entry.type === 'member.joined')
      isIn.set(item.log, true)
    else if (item.entry.subject === user && item.entry.type === 'member.left')
      isIn.set(item.log, false)
  }
}

function* ending(
  id: string,
  user: string,
  items: readonly Item[],
  earliest: ReadonlyMap<string, number>,
): Iterable<Violation> {
  const typing = new Map<string, Signalled>()
  let last = items[0]?.at ?? 0
  for (const item of items) {
    // A connection that stood still, or is behind all others, may have been spared what passes.
    const lag = isSignal(item) ? 0 : item.at - (earliest.get(keyOf(item)) ?? item.at)
    if (item.at - last > PAUSE_MS || lag > PAUSE_MS) typing.clear()
    last = item.at
    for (const [key, started] of typing)
      if (item.at - started.at > TYPING_MS + LATE_MS) {
        typing.delete(key)
        yield { rule: 'I17', says: `${id} was told ${show(started)}, and of no end` }
      }
    if (!isSignal(item) && isLeaving(item, user))
      for (const [key, { log }] of typing) if (log === item.log) typing.delete(key)
    for (const key of keysOf(item)) typing.delete(key)
    if (isSignal(item) && item.type === 'typing.started') typing.set(placeOf(item), item)
  }
}

/** When each event was first received by anybody. */
function earliestOf({ received }: History): ReadonlyMap<string, number> {
  const earliest = new Map<string, number>()
  for (const item of received) {
    const before = earliest.get(keyOf(item)) ?? item.at
    earliest.set(keyOf(item), Math.min(before, item.at))
  }
  return earliest
}

const keyOf = ({ log, entry }: Heard): string => `${log} ${entry === 'reset' ? entry : entry.seq}`

/** Whose typing ends with it: by a word, with what they said there, or with their leaving. */
function keysOf(item: Item): string[] {
  if (isSignal(item)) return item.type === 'typing.stopped' ? [placeOf(item)] : []
  if (item.entry === 'reset') return []
  const { type, subject, message } = item.entry
  if (type === 'member.left') return [`${item.log} ${subject} `]
  return message ? [`${item.log} ${message.sender} ${message.thread}`] : []
}

/** What ends after one has left is not for one to know. */
const isLeaving = ({ entry }: Heard, user: string): boolean =>
  entry !== 'reset' && entry.type === 'member.left' && entry.subject === user

const isSignal = (item: Item): item is Signalled => item.type !== undefined
const placeOf = ({ log, user, thread }: Signalled): string => `${log} ${user} ${thread}`
const show = ({ type, log, user }: Signalled): string => `${type} of ${user} in ${log}`
