/** What the text before the caret asks for. `from`: the position of the `@` or `:`. */
export type Wanted = {
  readonly kind: 'mention' | 'emoji'
  readonly query: string
  readonly from: number
}

/** `@` or `:` at the beginning of a word. A name can have spaces; a short name of an emoji has none. */
const MENTION = /(?<![\p{L}\p{N}_@])@([^@\n]{0,40})$/u
const EMOJI = /(?<![\p{L}\p{N}_:]):([a-z0-9_+-]{2,40})$/iu

/** The longest text before the caret that is looked at. */
const REACH = 48

export function wantedAt(text: string, caret: number): Wanted | undefined {
  const before = text.slice(Math.max(0, caret - REACH), caret)
  const emoji = EMOJI.exec(before)
  const found = emoji ?? MENTION.exec(before)
  if (found === null) return undefined
  const query = found[1] ?? ''
  return { kind: emoji ? 'emoji' : 'mention', query, from: caret - query.length - 1 }
}

const MARKS = /\p{M}/gu
const folded = (text: string) => text.normalize('NFKD').replace(MARKS, '').toLowerCase()

/**
 * The candidates whose names contain the query, at most `most`: first those that begin with it, then those with a word that
 * begins with it, then the others; among equals the shorter name.
 */
export function bestOf<Candidate>(
  candidates: Iterable<Candidate>,
  nameOf: (candidate: Candidate) => string,
  query: string,
  most: number,
): readonly Candidate[] {
  const wanted = folded(query)
  const found: { candidate: Candidate; name: string; rank: number }[] = []
  for (const candidate of candidates) {
    const name = folded(nameOf(candidate))
    const rank = rankOf(name, wanted)
    if (rank !== undefined) found.push({ candidate, name, rank })
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

function rankOf(name: string, wanted: string): number | undefined {
  const at = name.indexOf(wanted)
  if (at <= 0) return at === 0 ? 0 : undefined
  return name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2
}
