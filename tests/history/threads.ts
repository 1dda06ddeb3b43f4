import { type Facts, ownOf } from './facts.ts'
import type { Call, Entry, History, Violation } from './history.ts'

/**
 * I5: a root counts what is below it. I1: who followed a thread, or read it, is told so in their own log;
 * I12: and what they read there never goes back.
 */
export function* checkThreads(history: History, facts: Facts): Iterable<Violation> {
  for (const { id } of history.rooms) yield* counts(history, id, facts)
  for (const user of new Set(history.listeners.map((listener) => listener.user))) {
    const threads = new Map<string, NonNullable<Entry['thread']>>()
    for (const { thread } of facts.entries(ownOf(user))) if (thread) threads.set(thread.id, thread)
    const calls = history.calls.filter((call) => call.user === user)
    for (const call of calls) yield* own(call, threads, calls)
  }
}

function* counts({ finals }: History, room: string, facts: Facts): Iterable<Violation> {
  const below = new Map<string, number>()
  const head = facts.head(room)
  for (const { thread, seq } of facts.messages(room))
    if (thread !== '' && !facts.isDeleted(room, seq, head))
      below.set(thread, (below.get(thread) ?? 0) + 1)
  for (const { node, door, entries } of finals.filter((final) => final.room === room))
    for (const { message } of entries)
      if (message !== undefined && message.replies !== (below.get(message.id) ?? 0))
        yield {
          rule: 'I5',
          says: `${room}:${message.seq}, node ${node}, ${door}: ${message.replies} below it, not ${below.get(message.id)}`,
        }
}

function* own(
  { ask, outcome, user }: Call,
  threads: ReadonlyMap<string, NonNullable<Entry['thread']>>,
  calls: readonly Call[],
): Iterable<Violation> {
  if (outcome !== 'ok' || (ask.type !== 'follow' && ask.type !== 'markThreadRead')) return
  const thread = threads.get(ask.message)
  const what = `${user}, ${ask.message}`
  if (ask.type === 'markThreadRead' && (thread === undefined || thread.readSeq < ask.seq))
    yield {
      rule: thread === undefined ? 'I1' : 'I12',
      says: `${what}: read up to ${ask.seq}, told ${thread?.readSeq}`,
    }
  if (ask.type !== 'follow' || !ask.adds) return
  const isUndone = calls.some(
    (c) => c.ask.type === 'follow' && c.ask.message === ask.message && !c.ask.adds,
  )
  if (thread === undefined || (!thread.following && !isUndone))
    yield { rule: 'I1', says: `${what}: followed, and the log has it not` }
}
