import { addText, type Inline } from './nodes.ts'

/** A run of `*`, `_` or `~~`, as CommonMark defines it. `length`: of the whole run; `left`: what is not matched yet. */
export type Run = {
  readonly kind: 'run'
  readonly char: string
  readonly length: number
  readonly canOpen: boolean
  readonly canClose: boolean
  left: number
  /** What begins and ends at the run, the innermost first. */
  readonly opens: Kind[]
  readonly closes: Kind[]
  before?: Run | undefined
  after?: Run | undefined
  index: number
}
type Kind = 'em' | 'strong' | 'strike'
export type Part = Inline | Run

/** An element inside of more than this many is shown as its text: browsers lay out deep pages slowly. */
const DEEPEST = 12

/** Matches the runs (https://spec.commonmark.org/0.31.2/#process-emphasis) in a time linear in the number of parts. */
export function withEmphasis(parts: readonly Part[]): readonly Inline[] {
  const runs = parts.filter((part) => part.kind === 'run')
  runs.forEach((run, index) => {
    run.index = index
    run.before = runs[index - 1]
    run.after = runs[index + 1]
  })
  matchAll(runs[0])
  return build(parts)
}

function matchAll(first: Run | undefined): void {
  /** By the kind of the closing run: no run up to this index can open it. Otherwise each search would start at the first. */
  const bottoms = new Map<string, number>()
  for (let closer = first; closer; ) {
    if (!closer.canClose) {
      closer = closer.after
      continue
    }
    const kind = `${closer.char}${closer.canOpen}${closer.length % 3}`
    const bottom = bottoms.get(kind) ?? -1
    let opener = closer.before
    while (opener && opener.index > bottom && !fits(opener, closer)) opener = opener.before
    if (opener && opener.index > bottom) {
      closer = match(opener, closer)
    } else {
      bottoms.set(kind, closer.before?.index ?? -1)
      if (!closer.canOpen) remove(closer)
      closer = closer.after
    }
  }
}

function fits(opener: Run, closer: Run): boolean {
  if (opener.char !== closer.char || !opener.canOpen) return false
  const isBoth = opener.canClose || closer.canOpen
  return !isBoth || closer.length % 3 === 0 || (opener.length + closer.length) % 3 !== 0
}

/** Returns the run that is looked at next. */
function match(opener: Run, closer: Run): Run | undefined {
  const size = opener.left >= 2 && closer.left >= 2 ? 2 : 1
  const kind = closer.char === '~' ? 'strike' : size === 2 ? 'strong' : 'em'
  opener.opens.push(kind)
  closer.closes.push(kind)
  opener.left -= size
  closer.left -= size
  // The runs between them match nothing outside.
  opener.after = closer
  closer.before = opener
  if (opener.left === 0) remove(opener)
  if (closer.left > 0) return closer
  remove(closer)
  return closer.after
}

function remove(run: Run): void {
  if (run.before) run.before.after = run.after
  if (run.after) run.after.before = run.before
}

function build(parts: readonly Part[]): readonly Inline[] {
  const root: Inline[] = []
  /** The open elements; `isText`: too deep, so that its marks are text. */
  const open: { readonly children: Inline[]; readonly isText: boolean }[] = []
  const here = () => open.at(-1)?.children ?? root

  for (const run of parts) {
    if (run.kind !== 'run') {
      add(here(), run)
      continue
    }
    for (const kind of run.closes) {
      const element = open.pop()
      if (element?.isText) addText(here(), marks(run.char, kind))
      else if (element) here().push({ kind, children: element.children })
    }
    addText(here(), run.char.repeat(run.left))
    for (const kind of run.opens.toReversed()) {
      const isText = open.length >= DEEPEST
      if (isText) addText(here(), marks(run.char, kind))
      open.push({ children: isText ? here() : [], isText })
    }
  }
  return root
}

function add(nodes: Inline[], node: Inline): void {
  if (node.kind === 'text') addText(nodes, node.text)
  else nodes.push(node)
}

const marks = (char: string, kind: Kind) => char.repeat(kind === 'em' ? 1 : 2)
