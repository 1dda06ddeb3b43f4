import { generate } from 'lean-qr'
import { useMemo } from 'react'

/** The empty margin that readers need, in modules. */
const MARGIN = 4

/** A text for a camera. Always dark on light, because many cameras do not read the reverse. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const bitmap = generate(text)
    const squares: string[] = []
    for (let y = 0; y < bitmap.size; y++)
      for (let x = 0; x < bitmap.size; x++) if (bitmap.get(x, y)) squares.push(`M${x} ${y}h1v1h-1z`)
    return { size: bitmap.size, path: squares.join('') }
  }, [text])
  const side = size + 2 * MARGIN
  return (
    <svg
      className="qr-code"
      role="img"
      aria-label={label}
      viewBox={`${-MARGIN} ${-MARGIN} ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}
