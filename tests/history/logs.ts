import { type Facts, FIRST, isWhole } from './facts.ts'
import type { Entry, Final, History, Violation } from './history.ts'

/** I4, I5 and I6: the logs have no hole, are read in order, and are the same on every node, through every door. */
export function* checkLogs({ rooms, finals }: History, facts: Facts): Iterable<Violation> {
  for (const { id } of rooms)
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
    if (seq !== (inOrder[i - 1] ?? FIRST - 1) + 1)
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
  const length = isWhole(final) ? facts.head(room) - FIRST + 1 : facts.messages(room).length
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
  const { seq, type, subject, about, emoji, message } = entry
  const said = message && [message.id, message.room, message.seq, message.sender, message.clientId]
  return JSON.stringify([seq, type, subject, about, emoji, said])
}

const where = ({ room, node, door }: Final): string => `${room} on node ${node}, by ${door}`
