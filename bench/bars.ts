/** A bar for each, drawn to one scale, with a line at 1: for light and dark backgrounds. */
export function bars(title: string, of: readonly { name: string; value: number }[]): string {
  const [width, left, most, step] = [720, 190, 430, 28]
  const top = Math.max(1.5, ...of.map(({ value }) => value))
  const x = (value: number) => left + Math.round((value / top) * most)
  const height = 40 + of.length * step + 10
  const rows = of.map(({ name, value }, i) => {
    const y = 40 + i * step
    return `<text class="name" x="${left - 10}" y="${y + 14}">${name}</text>
<rect x="${left}" y="${y}" width="${x(value) - left}" height="18" rx="2"/>
<text x="${x(value) + 8}" y="${y + 14}">${value.toFixed(2)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<style>text { font: 13px system-ui, sans-serif; fill: #24292f } .name { text-anchor: end } .title { font-weight: 600 } rect { fill: #0969da } line { stroke: #57606a; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #58a6ff } }</style>
<text class="title" x="0" y="18">${title}</text>
${rows.join('\n')}
<line x1="${x(1)}" y1="32" x2="${x(1)}" y2="${height - 6}"/>
</svg>
`
}
