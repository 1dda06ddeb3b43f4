import type { CSSProperties } from 'react'
import { readEntryWords } from '../words/words.ts'

type Presence = 'online' | 'away' | 'offline'

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * The first letter of a name, in the colour of the person. Hidden from screen readers, because the name is beside it;
 * a `presence` has to be said beside it, too.
 */
export function Avatar({
  id,
  name,
  presence,
}: {
  readonly id: string
  readonly name: string
  readonly presence?: Presence | undefined
}) {
  const [first] = letters.segment(name)
  return (
    <span
      className="avatar"
      aria-hidden="true"
      data-presence={presence}
      style={{ '--hue': hueOf(id) } as CSSProperties}
    >
      {first?.segment.toLocaleUpperCase(readEntryWords().locale)}
    </span>
  )
}

/** Twelve hues: more could not be distinguished. */
function hueOf(id: string): number {
  let hash = 0
  for (const letter of id) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return ((hash >>> 0) % 12) * 30
}
