import type { CSSProperties } from 'react'
import type { Sender } from '../sdk/typescript/src/index.ts'
import { texts } from './texts.ts'

const letters = new Intl.Segmenter(texts.locale, { granularity: 'grapheme' })

/** The first letter of a name, in the user's colour. Hidden from screen readers, because the name is beside it. */
export function Avatar({ user }: { user: Sender }) {
  const [first] = letters.segment(user.name)
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ '--hue': hueOf(user.id) } as CSSProperties}
    >
      {first?.segment.toLocaleUpperCase(texts.locale)}
    </span>
  )
}

/** Twelve hues: more could not be distinguished. */
function hueOf(id: string): number {
  let hash = 0
  for (const letter of id) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return ((hash >>> 0) % 12) * 30
}
