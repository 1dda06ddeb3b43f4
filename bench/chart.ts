import { median, round } from './measure.ts'
import type { Measured } from './report.ts'
import type { Measure, Row } from './row.ts'
import { TITLES, VARIANTS } from './variants.ts'

const WIDTH = 720
const LEFT = 140
const BARS = 480
const BAR = 18
const GAP = 6
const HEAD = 44
const FOOT = 22

/** A bar chart of the medians, each measure on its own scale, for light and dark backgrounds. */
export function chart(measured: readonly Measured[]): string {
  const parts: string[] = []
  let y = 8
  for (const { row, figures } of measured)
    for (const measure of row.measures) {
      const bars = VARIANTS.flatMap((variant) => {
        const rounds = figures.get(measure.id)?.get(variant)
        return rounds ? [{ variant, value: median(rounds) }] : []
      })
      const most = Math.max(...bars.map(({ value }) => value))
      parts.push(title(y, row, measure))
      y += HEAD
      for (const { variant, value } of bars) {
        parts.push(
          bar(y, TITLES[variant], value / most, round(value), `bar ${variant.replace('.', '-')}`),
        )
        y += BAR + GAP
      }
      y += FOOT
    }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Parlance, the bare limit, ws and Socket.IO side by side">
<style>${STYLE}</style>
${parts.join('\n')}
</svg>
`
}

const title = (y: number, row: Row, { label, unit, better }: Measure): string => {
  const note = row.note === undefined ? '' : `. ${row.note}`
  return `<text class="title" x="0" y="${y + 14}">${row.id} · ${escaped(row.title)}</text>
<text class="label" x="0" y="${y + 32}">${escaped(`${label}, ${unit} (${better} is better)${note}`)}</text>`
}

const bar = (y: number, name: string, share: number, value: string, kind: string): string => {
  const width = Math.max(1, Math.round(share * BARS))
  return `<text class="name" x="${LEFT - 10}" y="${y + 13}">${escaped(name)}</text>
<rect class="${kind}" x="${LEFT}" y="${y}" width="${width}" height="${BAR}" rx="2"/>
<text class="value" x="${LEFT + width + 8}" y="${y + 13}">${value}</text>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.label { fill: #57606a }
.name { text-anchor: end }
.value { font-variant-numeric: tabular-nums }
.bar { fill: #8c959f }
.product { fill: #2f6fde }
.limit { fill: #9ab8ee }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .label { fill: #9198a1 }
  .bar { fill: #656c76 }
  .product { fill: #5b93f5 }
  .limit { fill: #37568f }
}
`
