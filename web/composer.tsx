import { type FormEvent, type KeyboardEvent, type RefObject, useEffect } from 'react'
import { SendIcon } from './icons.tsx'
import { texts } from './texts.ts'

type Props = {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly isReady: boolean
  readonly onText: (text: string) => void
  readonly onSend: (text: string) => void
}

/**
 * While an input method composes a word, Enter completes the word. Safari ends the composition before the key event,
 * which then has only the key code 229 (https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode).
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
  function sendOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Enter' && !event.shiftKey && !isComposing(event.nativeEvent)) submit(event)
  }

  return (
    <form className="composer" onSubmit={submit}>
      <textarea
        ref={box}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={sendOnEnter}
        rows={1}
        dir="auto"
        enterKeyHint="send"
        placeholder={texts.write}
        aria-label={texts.write}
      />
      <button type="submit" className="primary" disabled={isBlank || !isReady} title={texts.send}>
        <SendIcon />
        <span className="visually-hidden">{texts.send}</span>
      </button>
    </form>
  )
}
