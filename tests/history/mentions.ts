import { type Facts, ownOf } from './facts.ts'
import type { Call, History, Said, Violation } from './history.ts'

/**
 * I1, I2 and I3: whom a stored message names finds it in their own log once, and nothing else; I5: and in
 * the list of their mentions, for as long as it was never deleted and they are in the room.
 */
export function* checkMentions(history: History, facts: Facts): Iterable<Violation> {
  const named = namedBy(history, facts)
  for (const user of new Set(history.listeners.map((listener) => listener.user))) {
    const due = named.get(user) ?? new Map<string, Said>()
    const told = facts
      .entries(ownOf(user))
      .flatMap(({ type, detail = '' }) => (type === 'mention.created' ? [detail] : []))
    const seen = new Set<string>()
    for (const place of told) {
      if (seen.has(place)) yield { rule: 'I3', says: `${user} is told twice of ${place}` }
      seen.add(place)
      if (!due.has(place)) yield { rule: 'I2', says: `${user} is told of ${place}, unnamed` }
    }
    for (const place of due.keys())
      if (!seen.has(place)) yield { rule: 'I1', says: `${user} is named in ${place}, untold` }
    const listed = [...due.values()]
      .filter(
        ({ room, seq }) =>
          !facts.wasDeleted(room, seq, facts.head(room)) &&
          facts.isMember(room, user, facts.head(room)),
      )
      .map(({ id }) => id)
      .toSorted()
    for (const { node, messages, what, log } of history.lists)
      if (
        what === 'mentions' &&
        log === ownOf(user) &&
        messages.toSorted().join() !== listed.join()
      )
        yield {
          rule: 'I5',
          says: `${user}’s mentions on node ${node}: ${messages.length}, in the logs ${listed.length}`,
        }
  }
}

/** By user: the messages that name them, by room and id. */
function namedBy({ rooms, calls }: History, facts: Facts): Map<string, Map<string, Said>> {
  const asks = new Map<string, Extract<Call['ask'], { type: 'send' }>>()
  for (const { ask, user } of calls)
    if (ask.type === 'send') asks.set(`${ask.room} ${user} ${ask.clientId}`, ask)
  const named = new Map<string, Map<string, Said>>()
  for (const { id: room } of rooms)
    for (const message of facts.messages(room)) {
      const { id, seq, sender, clientId } = message
      const mentions = asks.get(`${room} ${sender} ${clientId}`)?.mentions
      if (mentions === undefined) continue
      const members = facts.membersAt(room, seq)
      // Who has left by then is not mentioned: the answer alone says so (MNT-7).
      const users =
        'room' in mentions ? members : mentions.users.filter((user) => members.includes(user))
      for (const user of users) {
        if (user === sender) continue
        named.set(user, (named.get(user) ?? new Map()).set(`${room} ${id}`, message))
      }
    }
  return named
}
