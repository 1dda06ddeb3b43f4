import { type RefObject, Suspense, useRef, useState } from 'react'
import { Floating } from '../../ui/floating.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { LazyPicker } from '../emoji/index.ts'
import { insertText } from './insert.ts'

/**
 * Opens the picker of emoji, which puts one where the caret is. Phones have emoji on their keyboards: the styles hide it
 * there. `picker` stands outside of the form, so that no key in it sends the message.
 */
export function useEmojiButton(box: RefObject<HTMLTextAreaElement | null>) {
  const words = useWords()
  const [at, setAt] = useState<DOMRect>()
  /** The press beside the picker that closes it is not one that opens it. */
  const wasOpen = useRef(false)
  const close = () => setAt(undefined)
  const button = (
    <button
      type="button"
      className="icon-button composer-emoji"
      title={words.emoji}
      aria-label={words.emoji}
      aria-haspopup="dialog"
      aria-expanded={at !== undefined}
      onPointerDown={() => {
        wasOpen.current = at !== undefined
      }}
      onClick={({ currentTarget }) => {
        if (!wasOpen.current) setAt(currentTarget.getBoundingClientRect())
        wasOpen.current = false
      }}
    >
      <Icon name="react" />
    </button>
  )
  const picker = at && (
    <Floating at={at} label={words.emoji} role="dialog" className="picker-box" onClose={close}>
      <Suspense fallback={<Skeleton rows={4} />}>
        <LazyPicker
          onSelect={(emoji) => {
            close()
            if (box.current) insertText(box.current, emoji)
          }}
        />
      </Suspense>
    </Floating>
  )
  return { button, picker }
}
