import type { Facts } from './facts.ts'
import type { History, Violation } from './history.ts'

/** I1, I3 and I5: what was pinned is in the log, once at a time, and listed and shown so in the end. */
export function* checkPins(history: History, facts: Facts): Iterable<Violation> {
  for (const { id } of history.rooms) {
    const ever = new Set<number>()
    const now = new Set<number>()
    for (const { seq, type, about = 0, message } of facts.entries(id)) {
      if (type === 'message.deleted' && message) now.delete(message.seq)
      if (type !== 'message.pinned' && type !== 'message.unpinned') continue
      const adds = type === 'message.pinned'
      if (now.has(about) === adds) yield { rule: 'I3', says: `${id}:${seq}: ${type}, once more` }
      if (adds) {
        ever.add(about)
        now.add(about)
      } else now.delete(about)
    }
    const messages = facts.messages(id)
    for (const { outcome, ask, user } of history.calls) {
      if (outcome !== 'ok' || ask.type !== 'pin' || ask.room !== id || !ask.adds) continue
      const seq = messages.find((message) => message.id === ask.message)?.seq ?? 0
      if (!ever.has(seq))
        yield { rule: 'I1', says: `${user} pinned ${id}:${seq}, and the log has it not` }
    }
    yield* inTheEnd(history, id, now, messages)
  }
}

function* inTheEnd(
  { finals, lists }: History,
  room: string,
  now: ReadonlySet<number>,
  messages: ReturnType<Facts['messages']>,
): Iterable<Violation> {
  for (const final of finals.filter((each) => each.room === room))
    for (const { message } of final.entries)
      if (message !== undefined && message.isPinned !== now.has(message.seq))
        yield {
          rule: 'I5',
          says: `${room}:${message.seq}, node ${final.node}, ${final.door}: pinned: ${message.isPinned}`,
        }
  const pinned = messages.filter(({ seq }) => now.has(seq)).map(({ id }) => id)
  for (const list of lists.filter(({ what, log }) => what === 'pins' && log === room))
    if (list.messages.toSorted().join() !== pinned.toSorted().join())
      yield {
        rule: 'I5',
        says: `pins of ${room} on node ${list.node}: ${list.messages}, in the log ${pinned}`,
      }
}
