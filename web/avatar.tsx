import type { CSSProperties } from 'react'
import type { Sender } from '../sdk/typescript/src/index.ts'
import { words } from './words.ts'

const letters = new Intl.Segmenter(words.locale, { granularity: 'grapheme' })

/** A name's first letter in a colour of the person's own. The name stands beside it. */
export function Avatar({ user }: { user: Sender }) {
  const [first] = letters.segment(user.name)
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ '--hue': hueOf(user.id) } as CSSProperties}
    >
      {first?.segment.toLocaleUpperCase(words.locale)}
    </span>
  )
}

/** Twelve hues are told apart; more are not. */
function hueOf(id: string): number {
  let hash = 0
  for (const letter of id) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return ((hash >>> 0) % 12) * 30
}
