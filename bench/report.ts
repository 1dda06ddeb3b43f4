import { cpus, release } from 'node:os'
import { type Figures, median, reached, round } from './measure.ts'
import type { Measure, Row } from './row.ts'
import { TITLES, VARIANTS, type Variant } from './variants.ts'

export type Measured = { readonly row: Row; readonly figures: Figures }

/** Medians side by side, then what became of each goal, in Markdown. */
export function table(measured: readonly Measured[]): string {
  const head = ['', ...VARIANTS.map((variant) => TITLES[variant]), 'Parlance / limit']
  const lines = measured.flatMap(({ row, figures }) =>
    row.measures.map((measure) => lineOf(row, measure, figures)),
  )
  const notes = measured.flatMap(({ row }) => (row.note ? [`- ${row.id}: ${row.note}.`] : []))
  return [
    grid([head, ...lines]),
    '',
    ...measured.flatMap(goalsOf),
    '',
    ...notes,
    `- ${machine()}. Medians of the rounds.`,
  ].join('\n')
}

/** The same for machines, each round's value kept. */
export function json(measured: readonly Measured[]): string {
  const rows = measured.map(({ row, figures }) => ({
    id: row.id,
    title: row.title,
    measures: row.measures.map(({ id, label, unit, better }) => {
      const rounds = Object.fromEntries(figures.get(id) ?? [])
      const medians = Object.entries(rounds).map(([variant, all]) => [variant, median(all)])
      return { id, label, unit, better, medians: Object.fromEntries(medians), rounds }
    }),
    goals: row.goals.map((goal) => ({ says: goal.says, ...reached(goal, figures) })),
  }))
  return JSON.stringify({ machine: machine(), rows }, null, 2)
}

function lineOf(row: Row, { id, label, unit }: Measure, figures: Figures): string[] {
  const of = (variant: Variant) => median(figures.get(id)?.get(variant) ?? [])
  return [
    `**${row.id}** ${label}, ${unit}`,
    ...VARIANTS.map((variant) => round(of(variant))),
    round(of('product') / of('limit')),
  ]
}

const goalsOf = ({ row, figures }: Measured): string[] =>
  row.goals.map((goal) => {
    const { value, met } = reached(goal, figures)
    return `- ${row.id}: ${goal.says}: **${met ? 'met' : 'missed'}** (${round(value)} ${goal.unit})`
  })

/** Columns of one width, so that it reads well as plain text, too. */
function grid(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, i) => Math.max(3, ...lines.map((l) => l[i]?.length ?? 0))) ?? []
  const row = (cells: readonly string[]) =>
    `| ${cells.map((c, i) => (i === 0 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((w, i) => (i === 0 ? '-'.repeat(w + 2) : `${'-'.repeat(w + 1)}:`)).join('|')}|`
  const [head = [], ...rest] = lines
  return [row(head), rule, ...rest.map(row)].join('\n')
}

function machine(): string {
  const [{ model } = { model: 'unknown' }] = cpus()
  const node = Bun.spawnSync(['node', '--version']).stdout.toString().trim()
  return `${cpus().length} × ${model}, Linux ${release()}, Bun ${Bun.version}, Node.js ${node}`
}
