import { type Part, type Run, withEmphasis } from './emphasis.ts'
import { addressAt, hrefOf, withoutPunctuation } from './links.ts'
import type { Inline } from './nodes.ts'

/** Where something other than text can begin. */
const SPECIAL = /[*_~`\\[<@¯]|https?:\/\/|mailto:/gi
const ESCAPABLE = /[!-/:-@[-`{-~]/
const SHRUG = '¯\\_(ツ)_/¯'
const ASCII_WORD = /[a-z0-9]/i
const SPACE = /^\s?$/u
const PUNCTUATION = /[\p{P}\p{S}]/u
const WORD = /[\p{L}\p{N}\p{M}_]/u

type Options = {
  /** The names that can be mentioned, the longest first. */
  readonly names: readonly string[]
  readonly isInLink?: boolean
}

/** The nodes of a text without blocks, in a time linear in its length. */
export function inlineOf(text: string, options: Options): readonly Inline[] {
  if (text.search(SPECIAL) < 0) return [{ kind: 'text', text }]
  const parts: Part[] = []
  const codeEnds = codeEndsOf(text)
  const brackets = bracketsOf(text)
  let done = 0

  /** Adds what is before `from` as text, then a part that ends before `to`. */
  function add(from: number, to: number, part?: Part): void {
    if (from > done) parts.push({ kind: 'text', text: text.slice(done, from) })
    if (part) parts.push(part)
    done = to
  }
  for (let from = 0; ; ) {
    // The expression is shared with the labels of links.
    SPECIAL.lastIndex = from
    const found = SPECIAL.exec(text)
    if (!found) break
    from = Math.max(takeAt(found.index, found[0]), found.index + 1)
  }
  add(text.length, text.length)
  return withEmphasis(parts)

  /** Returns the position after what was taken, or `at` if it is only text. */
  function takeAt(at: number, mark: string): number {
    const char = mark.charAt(0)
    if (mark.length > 1) return takeAddress(at)
    if (char === '\\') return takeEscape(at)
    if (char === '`') return takeCode(at)
    if (char === '[') return options.isInLink ? at : takeLink(at)
    if (char === '<') return takeAngles(at)
    if (char === '@') return takeMention(at)
    if (char === '¯') return text.startsWith(SHRUG, at) ? at + SHRUG.length : at
    return takeRun(at, char)
  }
  function takeEscape(at: number): number {
    if (!ESCAPABLE.test(text.charAt(at + 1))) return at
    add(at, at + 1)
    return at + 2
  }
  function takeCode(at: number): number {
    const { length, end } = codeEnds.get(at) ?? { length: 1 }
    if (end === undefined) return at + length
    const content = text.slice(at + length, end).replaceAll('\n', ' ')
    const isPadded = content.startsWith(' ') && content.endsWith(' ') && content.trim() !== ''
    add(at, end + length, {
      kind: 'code',
      text: isPadded ? content.slice(1, -1) : content,
    })
    return done
  }
  function takeLink(at: number): number {
    const close = brackets.get(at)
    if (close === undefined || close === at + 1 || text[close + 1] !== '(') return at
    const address = addressAt(text, close + 2)
    const href = hrefOf(address)
    const end = close + 2 + (address?.length ?? 0)
    if (href === undefined || text[end] !== ')') return at
    const children = inlineOf(text.slice(at + 1, close), { ...options, isInLink: true })
    add(at, end + 1, { kind: 'link', href, children })
    return done
  }
  function takeAngles(at: number): number {
    const address = options.isInLink ? undefined : addressAt(text, at + 1)
    const href = hrefOf(address)
    const end = at + 1 + (address?.length ?? 0)
    if (!address || href === undefined || text[end] !== '>') return at
    add(at, end + 1, linkOf(href, address))
    return done
  }
  function takeAddress(at: number): number {
    if (options.isInLink || ASCII_WORD.test(text.charAt(at - 1))) return at
    const whole = addressAt(text, at) ?? ''
    const address = withoutPunctuation(whole)
    const href = hrefOf(address)
    // Passed over as a whole, so that no part of it is read twice.
    if (href === undefined) return at + whole.length
    add(at, at + address.length, linkOf(href, address))
    return done
  }
  function takeMention(at: number): number {
    if (WORD.test(charBefore(text, at))) return at
    const name = options.names.find(
      (one) => text.startsWith(one, at + 1) && !WORD.test(charAfter(text, at + 1 + one.length)),
    )
    if (name === undefined) return at
    add(at, at + 1 + name.length, { kind: 'mention', name })
    return done
  }
  function takeRun(at: number, char: string): number {
    let end = at + 1
    while (text[end] === char) end++
    // One `~`, and more than two, are text.
    if (char !== '~' || end - at === 2) add(at, end, runOf(text, at, end))
    return end
  }
}

const linkOf = (href: string, text: string): Inline => ({
  kind: 'link',
  href,
  children: [{ kind: 'text', text }],
})

/** https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run */
function runOf(text: string, from: number, to: number): Run {
  const before = classOf(charBefore(text, from))
  const after = classOf(charAfter(text, to))
  const isLeft = after !== 'space' && (after === 'word' || before !== 'word')
  const isRight = before !== 'space' && (before === 'word' || after !== 'word')
  const char = text.charAt(from)
  const length = to - from
  return {
    ...{ kind: 'run', char, length, left: length, opens: [], closes: [], index: 0 },
    // `_` marks no part of a word.
    canOpen: isLeft && (char !== '_' || !isRight || before === 'punctuation'),
    canClose: isRight && (char !== '_' || !isLeft || after === 'punctuation'),
  }
}

function classOf(char: string): 'space' | 'punctuation' | 'word' {
  // The expressions are slow, and most texts with thousands of runs have only these.
  if (char > ' ' && char < '\x7f') return ASCII_WORD.test(char) ? 'word' : 'punctuation'
  if (SPACE.test(char)) return 'space'
  return PUNCTUATION.test(char) ? 'punctuation' : 'word'
}

function charBefore(text: string, at: number): string {
  const isPair = (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00
  return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at)
}
function charAfter(text: string, at: number): string {
  const isPair = (text.charCodeAt(at) & 0xfc00) === 0xd800
  return text.slice(at, at + (isPair ? 2 : 1))
}

/** Each run of backticks, with the position of the next run of the same length. */
function codeEndsOf(text: string) {
  const ends = new Map<number, { readonly length: number; readonly end: number | undefined }>()
  const next = new Map<number, number>()
  for (const { index, 0: run } of [...text.matchAll(/`+/g)].reverse()) {
    ends.set(index, { length: run.length, end: next.get(run.length) })
    next.set(run.length, index)
  }
  return ends
}

/** The position of the `]` of each `[`. */
function bracketsOf(text: string): ReadonlyMap<number, number> {
  const closes = new Map<number, number>()
  const open: number[] = []
  for (const { index, 0: mark } of text.matchAll(/\\.|[[\]]/gs)) {
    if (mark === '[') open.push(index)
    const from = mark === ']' ? open.pop() : undefined
    if (from !== undefined) closes.set(from, index)
  }
  return closes
}
