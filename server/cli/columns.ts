/** A column of a table: its title, and its cell of an item. */
export type Column<T> = readonly [
  title: string,
  cell: (item: T) => string | number | boolean | undefined,
]

/** The widest cell, in columns of the terminal: a longer text is shortened. */
const WIDEST = 60

/** A table for people, with aligned columns. A title without a filled cell is left out. */
export function tableOf<T>(items: readonly T[], columns: readonly Column<T>[]): string {
  if (items.length === 0) return 'none'
  const filled = columns.map(([title, cell]) => [
    title.toUpperCase(),
    ...items.map((item) => shortened(`${cell(item) ?? ''}`)),
  ])
  const shown = filled.filter((cells) => cells.slice(1).some((cell) => cell !== ''))
  const widths = shown.map((cells) => Math.max(...cells.map((cell) => Bun.stringWidth(cell))))
  const line = (row: number) =>
    shown
      .map((cells, i) => padded(cells[row] ?? '', widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return Array.from({ length: items.length + 1 }, (_, row) => line(row)).join('\n')
}

/** Names and values, one a line. Undefined values are left out. */
export function listOf(values: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : `${value}`])
  const width = Math.max(0, ...lines.map(([name = '']) => Bun.stringWidth(name)))
  return lines
    .map(([name = '', text = '']) => `${padded(name, width)}  ${printable(text)}`)
    .join('\n')
}

const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - Bun.stringWidth(text)))

/** Texts of users must not control the terminal, nor turn the direction of its lines. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ').replace(/\s+/g, ' ')

function shortened(text: string): string {
  const line = printable(text)
  if (Bun.stringWidth(line) <= WIDEST) return line
  let [cut, width] = ['', 0]
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    width += Bun.stringWidth(segment)
    if (width >= WIDEST) break
    cut += segment
  }
  return `${cut}…`
}
