import type { SearchHit } from '../../../../protocol/entities.ts'
import type { Span } from '../../ports.ts'

/** The characters around the first match that are shown, and those of them before the match. */
const SHOWN = 160
const BEFORE = 40
/** The distance by which a cut can move to fall between two words. */
const NEAR = 16
/** The code units of the longest emoji (four people with skin tones), and some more. */
const LONGEST = 48
const CUT = '…'

/** The text around the first match, in pieces: those that match, and those between. */
export function fragmentsOf(text: string, spans: readonly Span[]): SearchHit['fragments'] {
  const { start, end } = window(text, spans[0]?.start ?? 0)
  const pieces: SearchHit['fragments'] = []
  const add = (from: number, to: number, found: boolean) => {
    if (from < to) pieces.push({ text: text.slice(from, to), found })
  }
  let at = start
  for (const span of spans) {
    if (span.end <= start || span.start >= end) continue
    const from = Math.max(span.start, at)
    const to = Math.min(span.end, end)
    add(at, from, false)
    add(from, to, true)
    at = Math.max(at, to)
  }
  add(at, end, false)
  if (start > 0) pieces.unshift({ text: CUT, found: false })
  if (end < text.length) pieces.push({ text: CUT, found: false })
  return pieces
}

function window(text: string, first: number): Span {
  const start = text.length <= SHOWN ? 0 : boundary(text, Math.max(0, first - BEFORE))
  const end = start + SHOWN >= text.length ? text.length : boundary(text, start + SHOWN)
  return { start, end }
}

/** The next space, or the next boundary of a character, so that no emoji, Hangul syllable or accent is cut. */
function boundary(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.slice(at, at + NEAR).search(/\s/)
  if (space >= 0) return at + space
  const { index = at, segment = '' } = CHARACTERS.segment(text).containing(at) ?? {}
  const next = index + segment.length
  if (index === at) return at
  if (next <= at + LONGEST) return next
  // A character with very many marks is cut, but not within a surrogate pair.
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at
}

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' })
