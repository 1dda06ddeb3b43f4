import { type FormEvent, type KeyboardEvent, type RefObject, useEffect } from 'react'
import { SendIcon } from './icons.tsx'
import { words } from './words.ts'

type Props = {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly isReady: boolean
  readonly onText: (text: string) => void
  readonly onSend: (text: string) => void
}

/**
 * While an input method composes a word, Enter chooses it. Safari ends the composition before it tells of
 * the key, and then only the key's code says so (https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode).
 */
const isComposing = (event: globalThis.KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229

export function Composer({ box, text, isReady, onText, onSend }: Props) {
  const isBlank = text.trim() === ''

  useEffect(() => box.current?.focus(), [box])

  function submit(event: FormEvent): void {
    event.preventDefault()
    box.current?.focus()
    if (isBlank || !isReady) return
    onSend(text)
    onText('')
  }
  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Enter' && !event.shiftKey && !isComposing(event.nativeEvent)) submit(event)
  }

  return (
    <form className="composer" onSubmit={submit}>
      <textarea
        ref={box}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={press}
        rows={1}
        dir="auto"
        enterKeyHint="send"
        placeholder={words.write}
        aria-label={words.write}
      />
      <button type="submit" className="primary" disabled={isBlank || !isReady} title={words.send}>
        <SendIcon />
        <span className="unseen">{words.send}</span>
      </button>
    </form>
  )
}
