import type { Facts } from './facts.ts'
import type { Entry, History, Violation } from './history.ts'

/** I1 and I3: what was acknowledged is in the log, nobody counts twice, and the counts are those of the log. */
export function* checkReactions(
  { rooms, calls, finals }: History,
  facts: Facts,
): Iterable<Violation> {
  for (const { id } of rooms) {
    const log = finals.find((final) => final.room === id && final.door !== 'rest')?.entries ?? []
    const ever = new Set<string>()
    const now = new Map<number, Map<string, Set<string>>>()
    for (const entry of log.toSorted((a, b) => a.seq - b.seq)) yield* take(id, entry, now, ever)
    for (const final of finals.filter(({ room, door }) => room === id && door === 'rest'))
      for (const { seq, message } of final.entries) {
        const counted = [...(now.get(seq) ?? [])].map(([emoji, users]) => [emoji, users.size])
        const told = JSON.stringify(message?.reactions ?? [])
        if (told !== JSON.stringify(counted))
          yield {
            rule: 'I5',
            says: `${id}:${seq} on node ${final.node}: ${told}, in the log ${JSON.stringify(counted)}`,
          }
      }
    for (const { outcome, ask, user } of calls) {
      if (outcome !== 'ok' || ask.type !== 'react' || ask.room !== id || !ask.adds) continue
      const seq = facts.messages(id).find((message) => message.id === ask.message)?.seq
      if (!ever.has(`${seq} ${ask.emoji} ${user}`))
        yield {
          rule: 'I1',
          says: `${user} used ${ask.emoji} on ${id}:${seq}, and the log has it not`,
        }
    }
  }
}

function* take(
  room: string,
  { seq, type, subject = '', about = 0, emoji = '', message }: Entry,
  now: Map<number, Map<string, Set<string>>>,
  ever: Set<string>,
): Iterable<Violation> {
  if (type === 'message.deleted' && message) now.delete(message.seq)
  if (type !== 'reaction.added' && type !== 'reaction.removed') return
  const byEmoji = now.get(about) ?? new Map<string, Set<string>>()
  now.set(about, byEmoji)
  const users = byEmoji.get(emoji) ?? new Set()
  const adds = type === 'reaction.added'
  if (users.has(subject) === adds)
    yield { rule: 'I3', says: `${room}:${seq}: ${type} ${emoji} by ${subject}, once more` }
  if (adds) {
    ever.add(`${about} ${emoji} ${subject}`)
    byEmoji.set(emoji, users.add(subject))
    return
  }
  users.delete(subject)
  if (users.size === 0) byEmoji.delete(emoji)
}
