const [WIDTH, LEFT, MOST, STEP, TOP] = [720, 110, 540, 34, 84]
const COLOURS = ['#2f6fde', '#7aa5ee', '#d4872b', '#8c959f', '#3f9a54', '#8ecb9c']

/** A bar of parts for each, drawn to one scale: for light and dark backgrounds. */
export function stacked(
  title: string,
  kinds: readonly string[],
  of: readonly { readonly name: string; readonly parts: readonly number[] }[],
): string {
  const sums = of.map(({ parts }) => parts.reduce((a, b) => a + b, 0))
  const scale = MOST / Math.max(...sums)
  const height = TOP + of.length * STEP + 6
  const keys = kinds.map((kind, i) => {
    const [x, y] = [(i % 3) * 230, 34 + Math.floor(i / 3) * 20]
    return `<rect x="${x}" y="${y}" width="12" height="12" fill="${COLOURS[i]}"/><text x="${x + 18}" y="${y + 11}">${kind}</text>`
  })
  const bars = of.map(({ name, parts }, row) => {
    const y = TOP + row * STEP
    let x = LEFT
    const rects = parts.map((part, i) => {
      const width = part * scale
      const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="22" fill="${COLOURS[i]}"/>`
      const inside = `<text class="in" x="${(x + width / 2).toFixed(1)}" y="${y + 16}">${Math.round(part)}</text>`
      x += width
      return width > 24 ? rect + inside : rect
    })
    const sum = `<text x="${(x + 8).toFixed(1)}" y="${y + 16}">${Math.round(sums[row] ?? 0)}</text>`
    return `<text class="name" x="${LEFT - 10}" y="${y + 16}">${name}</text>${rects.join('')}${sum}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${title}">
<style>text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 } .name { text-anchor: end } .in { text-anchor: middle; fill: #fff }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .in { fill: #fff } }</style>
<text class="title" x="0" y="18">${title}</text>
${[...keys, ...bars].join('\n')}
</svg>
`
}
