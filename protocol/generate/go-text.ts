// Names and layout of Go code. The output is formatted as gofmt formats it.

const HEAD =
  '// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.\n\npackage parlance\n'

/** Initialisms, which Go spells in capitals. */
const INITIALISMS: Readonly<Record<string, string>> = {
  Id: 'ID',
  Dm: 'DM',
  Url: 'URL',
  Json: 'JSON',
}

/** `clientId` and `message.created` as `ClientID` and `MessageCreated`. */
export const exported = (name: string): string =>
  name
    .replace(/(?:^|[^A-Za-z0-9])([a-z])/g, (_, letter) => letter.toUpperCase())
    .replace(/[A-Z][a-z]+(?![a-z])/g, (part) => INITIALISMS[part] ?? part)

/** Comment lines, at most 100 wide. */
export function doc(text: string | undefined, indent = ''): string {
  if (text === undefined) return ''
  const lines = text.split('\n').flatMap((line) => wrapped(line, 97 - indent.length))
  return lines.map((line) => `${indent}//${line && ' '}${line}\n`).join('')
}

function wrapped(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

/** One line of a block: its cells, and the comment above it. */
export type Row = {
  readonly indent?: string
  readonly doc?: string | undefined
  readonly cells: readonly string[]
}

/** Aligns rows in columns. A comment begins a new block, as gofmt has it. */
export function aligned(rows: readonly Row[]): string {
  const blocks: Row[][] = []
  for (const row of rows) {
    const block = blocks.at(-1)
    if (row.doc !== undefined || block === undefined) blocks.push([row])
    else block.push(row)
  }
  return blocks.map(columns).join('')
}

function columns(rows: readonly Row[]): string {
  const width = (i: number) =>
    Math.max(...rows.map(({ cells }) => (cells[i + 1] === undefined ? 0 : (cells[i] ?? '').length)))
  return rows
    .map(({ indent = '\t', doc: above, cells }) => {
      const line = cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(width(i))))
      return `${doc(above, indent)}${indent}${line.join(' ')}\n`
    })
    .join('')
}

/** A file with these declarations and the imports that they need. */
export function file(parts: readonly string[]): string {
  const body = parts.filter(Boolean).join('\n')
  const needs = [
    ['context', 'context.'],
    ['encoding/json', 'json.'],
    ['time', 'time.Time'],
  ].filter(([, use = '']) => body.includes(use))
  const imports =
    needs.length === 0 ? '' : `import (\n${needs.map(([name]) => `\t"${name}"\n`).join('')})\n\n`
  return `${HEAD}\n${imports}${body}`
}
