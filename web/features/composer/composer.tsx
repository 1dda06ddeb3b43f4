import { type FormEvent, type KeyboardEvent, type RefObject, useEffect } from 'react'
import { isComposing } from '../../lib/keys.ts'
import { Icon } from '../../ui/icons.tsx'
import { useWords } from '../../words/words.ts'

type Props = {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly isReady: boolean
  readonly onText: (text: string) => void
  readonly onSend: (text: string) => void
}

export function Composer({ box, text, isReady, onText, onSend }: Props) {
  const words = useWords()
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
      <div className="composer-box">
        <textarea
          ref={box}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={sendOnEnter}
          rows={1}
          dir={text === '' ? undefined : 'auto'}
          enterKeyHint="send"
          placeholder={words.write}
          aria-label={words.write}
        />
        <button
          type="submit"
          className="button"
          data-look="primary"
          disabled={isBlank || !isReady}
          title={words.send}
        >
          <Icon name="send" />
          <span className="visually-hidden">{words.send}</span>
        </button>
      </div>
    </form>
  )
}
