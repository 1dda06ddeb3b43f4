import type { SearchHit } from '../../../../protocol/entities.ts'
import type { Span } from '../../ports.ts'

/** Characters of a text that are shown around its first find, and those of them before it. */
const SHOWN = 160
const BEFORE = 40
/** How far a cut moves, so that it falls between two words. */
const NEAR = 16
/** As many code units as an emoji of four people with their skins has, and more. */
const LONGEST = 48
const CUT = '…'

/** The text around what was found in it first, in pieces: those that were found, and those between. */
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
  const start = text.length <= SHOWN ? 0 : whole(text, Math.max(0, first - BEFORE))
  const end = start + SHOWN >= text.length ? text.length : whole(text, start + SHOWN)
  return { start, end }
}

/** The next space, or where no character is cut in two: no emoji, no syllable of Hangul, none with its marks. */
function whole(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.slice(at, at + NEAR).search(/\s/)
  if (space >= 0) return at + space
  const { index = at, segment = '' } = CHARACTERS.segment(text).containing(at) ?? {}
  const next = index + segment.length
  if (index === at) return at
  if (next <= at + LONGEST) return next
  // With marks without end: it is cut, but not between the halves of one.
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at
}

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' })
