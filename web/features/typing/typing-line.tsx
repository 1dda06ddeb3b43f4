import type { RoomId } from '@parlance/sdk'
import { useTyping } from '@parlance/sdk/react'
import { count, fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

/** The most names that are given. */
const MAX_NAMES = 3

/** “Ana and Ben are typing”. The line has its place even when it is empty, so that nothing moves. */
export function TypingLine({ room }: { readonly room: RoomId }) {
  const words = useWords()
  const users = useTyping(room)
  const names = users.map(({ name }) => name)
  const list = new Intl.ListFormat(words.locale, { type: 'conjunction' })
  const text =
    names.length === 0
      ? ''
      : names.length > MAX_NAMES
        ? count(words.locale, words.manyTyping, names.length)
        : fill(count(words.locale, words.typing, names.length), { names: list.format(names) })
  return (
    <p className="typing-line" data-typing={names.length > 0}>
      <bdi>{text}</bdi>
    </p>
  )
}
