import { inlineOf } from './inline.ts'
import { addText, type Block, type Inline } from './nodes.ts'

/** Quotes and lists within each other. Deeper ones are text: each level reads its lines again. */
const DEEPEST = 5

const FENCE = /^ {0,3}(`{3,})([^`]*)$/
const LANGUAGE = /^[\w+#.-]*$/
const QUOTE = /^ {0,3}> ?/
const ITEM = /^( {0,3}(?:[-*+]|(\d{1,9})[.)]) {1,4})(?=\S)/
const BLANK = /^\s*$/

/**
 * The blocks of a text in the app's part of Markdown: paragraphs, fences, quotes and lists, and in them `inlineOf`. Other
 * marks are text. Takes a time linear in the length of the text. `names`: those that `@` can mention.
 */
export function blocksOf(text: string, names: readonly string[] = []): readonly Block[] {
  const longestFirst = names.filter((name) => name !== '').toSorted((a, b) => b.length - a.length)
  return blocksOfLines(text.split(/\r?\n/), longestFirst, 0)
}

function blocksOfLines(
  lines: readonly string[],
  names: readonly string[],
  depth: number,
): readonly Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []

  function endParagraph(): void {
    const text = withoutBlankEnds(paragraph)
    if (text.length > 0) blocks.push({ kind: 'paragraph', children: paragraphOf(text, names) })
    paragraph = []
  }
  for (let at = 0; at < lines.length; ) {
    const taken = fenceAt(lines, at) ?? (depth < DEEPEST ? containerAt(at) : undefined)
    if (taken) {
      endParagraph()
      blocks.push(taken.block)
      at = taken.next
    } else paragraph.push(lines[at++] ?? '')
  }
  endParagraph()
  return blocks

  function containerAt(at: number) {
    return quoteAt(at) ?? listAt(at)
  }
  function quoteAt(at: number) {
    let next = at
    while (QUOTE.test(lines[next] ?? '')) next++
    if (next === at) return undefined
    const inside = lines.slice(at, next).map((line) => line.replace(QUOTE, ''))
    const block: Block = { kind: 'quote', children: blocksOfLines(inside, names, depth + 1) }
    return { block, next }
  }
  function listAt(at: number) {
    const first = itemAt(at)
    if (!first) return undefined
    // A sentence that goes on with a number at the beginning of a line: only 1 begins a list there.
    const isInParagraph = paragraph.length > 0 && !BLANK.test(paragraph.at(-1) ?? '')
    if (isInParagraph && first.number !== undefined && first.number !== 1) return undefined
    const items: (readonly Block[])[] = []
    let next = at
    for (let item: typeof first | undefined = first; item && item.type === first.type; ) {
      const { indent }: { indent: number } = item
      const end = endOfItem(next, indent)
      const rest = lines.slice(next + 1, end).map((line) => unindented(line, indent))
      const inside = [(lines[next] ?? '').slice(indent), ...rest]
      items.push(blocksOfLines(inside, names, depth + 1))
      next = end
      // A blank line between two items does not end the list.
      const following = BLANK.test(lines[next] ?? 'end') ? next + 1 : next
      item = itemAt(following)
      if (item?.type === first.type) next = following
    }
    return { block: { kind: 'list', start: first.number, items } satisfies Block, next }
  }
  function itemAt(at: number) {
    const [, mark, digits] = ITEM.exec(lines[at] ?? '') ?? []
    if (mark === undefined) return undefined
    const number = digits === undefined ? undefined : Number(digits)
    return { indent: mark.length, number, type: mark.trim().at(-1) }
  }
  /** An item goes on with the lines that are indented like its text, and with blank lines between them. */
  function endOfItem(at: number, indent: number): number {
    let end = at + 1
    for (let next = end; next < lines.length; next++) {
      const line = lines[next] ?? ''
      if (BLANK.test(line)) {
        if (BLANK.test(lines[next + 1] ?? '')) break
        continue
      }
      if (line.search(/\S/) < Math.min(indent, 2)) break
      end = next + 1
    }
    return end
  }
}

/** Up to `indent` spaces less. */
const unindented = (line: string, indent: number): string =>
  line.slice(Math.min(indent, Math.max(0, line.search(/\S|$/))))

/** A fence ends at a line of backticks, at a line that ends with them, or with the text. */
function fenceAt(lines: readonly string[], at: number) {
  const [, fence, info = ''] = FENCE.exec(lines[at] ?? '') ?? []
  if (fence === undefined || at === lines.length - 1) return undefined
  const language = info.trim()
  const isLanguage = LANGUAGE.test(language)
  // Words after the fence are the first line of the code.
  const code = isLanguage ? [] : [info]
  let next = at + 1
  for (let isOpen = true; isOpen && next < lines.length; next++) {
    const line = (lines[next] ?? '').trimEnd()
    let end = line.length
    while (line[end - 1] === '`') end--
    isOpen = line.length - end < fence.length
    if (isOpen) code.push(lines[next] ?? '')
    else if (line.slice(0, end).trim() !== '') code.push(line.slice(0, end))
  }
  const text = code.join('\n')
  return { block: { kind: 'code', language: isLanguage ? language : '', text } as const, next }
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const isText = (line: string) => !BLANK.test(line)
  const first = lines.findIndex(isText)
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isText) + 1)
}

/** Emphasis and links do not reach over a blank line. */
function paragraphOf(lines: readonly string[], names: readonly string[]): readonly Inline[] {
  const nodes: Inline[] = []
  let chunk: string[] = []
  const flush = () => {
    for (const node of inlineOf(chunk.join('\n'), { names }))
      if (node.kind === 'text') addText(nodes, node.text)
      else nodes.push(node)
    chunk = []
  }
  lines.forEach((line, n) => {
    if (BLANK.test(line)) {
      flush()
      addText(nodes, '\n')
    } else {
      if (n > 0 && chunk.length === 0) addText(nodes, '\n')
      chunk.push(line)
    }
  })
  flush()
  return nodes
}
