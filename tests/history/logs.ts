import { type Facts, firstOf, isWhole, ownOf } from './facts.ts'
import type { Entry, Final, History, Said, Violation } from './history.ts'

/** I4, I5 and I6: the logs have no hole, are read in order, and are the same on every node, through every door. */
export function* checkLogs(
  { rooms, listeners, finals }: History,
  facts: Facts,
): Iterable<Violation> {
  const logs = [...rooms.map(({ id }) => id), ...listeners.map(({ user }) => ownOf(user))]
  for (const id of new Set(logs))
    if (!finals.some((final) => final.room === id && isWhole(final)))
      yield { rule: 'I4', says: `${id} was never read whole` }
  for (const final of finals) {
    if (isWhole(final)) yield* gapless(final)
    yield* agreement(final, facts)
  }
}

function* gapless(final: Final): Iterable<Violation> {
  const seqs = final.entries.map(({ seq }) => seq)
  const inOrder = [...new Set(seqs)].toSorted((a, b) => a - b)
  for (const [i, seq] of inOrder.entries())
    if (seq !== (inOrder[i - 1] ?? firstOf(final.room) - 1) + 1)
      yield { rule: 'I4', says: `${where(final)}: a hole before ${seq}` }
  for (const [i, seq] of seqs.entries())
    if (seq <= (seqs[i - 1] ?? 0))
      yield { rule: 'I6', says: `${where(final)}: ${seq} after ${seqs[i - 1]}` }
}

function* agreement(final: Final, facts: Facts): Iterable<Violation> {
  const { room, entries } = final
  if (final.head !== facts.head(room))
    yield {
      rule: 'I5',
      says: `${where(final)}: it ends at ${final.head}, not at ${facts.head(room)}`,
    }
  const whole = Math.max(0, facts.head(room) - firstOf(room) + 1)
  const length = isWhole(final) ? whole : facts.messages(room).length
  if (entries.length !== length)
    yield { rule: 'I5', says: `${where(final)}: ${entries.length} entries, not ${length}` }
  for (const entry of entries) {
    const stored = facts.entry(room, entry.seq)
    if (!isSame(entry, stored))
      yield { rule: 'I5', says: `${where(final)}: ${show(entry)}, elsewhere ${show(stored)}` }
  }
}

export const isSame = (a: Entry, b: Entry | undefined): boolean => show(a) === show(b)

/** What must be the same whoever tells it: the text may have been edited in between (see edits.ts). */
export function show(entry: Entry | undefined): string {
  if (entry === undefined) return 'nothing'
  const { seq, type, subject, about, emoji, detail, message } = entry
  return JSON.stringify([seq, type, subject, about, emoji, detail, message && lasting(message)])
}

const lasting = ({ id, room, seq, sender, clientId, thread, inRoom, silent }: Said) =>
  [id, room, seq, sender, clientId, thread, inRoom, silent] as const

const where = ({ room, node, door }: Final): string => `${room} on node ${node}, by ${door}`
