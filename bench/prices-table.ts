import { round } from './measure.ts'
import { excess, MOST_MS, TOKEN_MS } from './prices-dearest.ts'
import type { Price } from './prices-process.ts'

/** `app`: whoever has a key of the management port is no stranger, and has no rate: told, not judged. */
export type PriceRow = Price & {
  readonly name: string
  readonly transport: string
  readonly input: string
  readonly caller: 'user' | 'nobody' | 'app'
  /** The same once more, to a server at this port; not where something has to be made before. */
  readonly again?: ((port: number, n: number) => Promise<{ readonly refused?: string }>) | undefined
}

/** An erasure ends with `vacuum`, on another thread and in a tenth of the time: its pace is the limit, not its price. */
const PACED: ReadonlySet<string> = new Set(['erasures.create'])

export const isOver = (row: PriceRow): boolean =>
  row.caller !== 'app' && !PACED.has(row.name) && excess(row) > 1

export function verdictOf(row: PriceRow): string {
  if (PACED.has(row.name)) return 'paced'
  if (isOver(row)) return '**too dear**'
  if (row.caller === 'app') return row.cpu > MOST_MS ? 'by key' : 'small'
  return row.cpu <= MOST_MS ? 'small' : 'paid'
}

export const cellsOf = (row: PriceRow): string[] => [
  row.name,
  row.transport,
  row.input || '–',
  round(row.cpu),
  row.caller === 'app' ? '–' : round(row.tokens),
  row.caller === 'app' ? '–' : round(row.cpu / row.tokens),
  verdictOf(row),
]

/** The dearest first, those that take `least` ms and more; all that are too dear take that. */
export function priceTable(rows: readonly PriceRow[], least = 0): string {
  const told = rows.filter(({ cpu }) => cpu >= least)
  const lines = told.toSorted((a, b) => b.cpu - a.cpu).map(cellsOf)
  const others = rows.length - told.length
  const over = rows.filter(isOver)
  return [
    '| what | transport | the dearest input found | CPU, ms | price | ms for each of it | |',
    '| --- | --- | --- | --: | --: | --: | --- |',
    ...lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    '',
    ...(others > 0 ? [`Another ${others} rows take less than ${least} ms.`] : []),
    over.length === 0
      ? `None takes over ${MOST_MS} ms, and over ${TOKEN_MS} ms for each token of its price.`
      : `${over.length} of ${rows.length} are too dear.`,
  ].join('\n')
}
