import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { isComposing } from '../../lib/keys.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../words/words.ts'

type Props = {
  readonly text: string
  readonly onSave: (text: string) => void
  readonly onEnd: () => void
}

/** Changes the text of a message in its row. Esc leaves it; if the text was changed, a button must confirm it. */
export function EditBox({ text, onSave, onEnd }: Props) {
  const words = useWords()
  const box = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState(text)
  const [isAsked, setAsked] = useState(false)
  const isChanged = draft.trim() !== text.trim()

  useEffect(() => {
    box.current?.focus()
    box.current?.setSelectionRange(text.length, text.length)
    box.current?.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  }, [text])

  function save(): void {
    if (draft.trim() === '') return
    if (isChanged) onSave(draft)
    onEnd()
  }
  function goOn(): void {
    setAsked(false)
    box.current?.focus()
  }
  function onKeyDown(event: KeyboardEvent): void {
    // The keys of the list are not meant for the box.
    event.stopPropagation()
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      save()
    }
    if (event.key !== 'Escape') return
    event.preventDefault()
    if (isChanged) setAsked(!isAsked)
    else onEnd()
  }
  return (
    <form
      className="edit-box"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={box}
        value={draft}
        rows={1}
        dir="auto"
        aria-label={words.editText}
        onChange={(event) => {
          setDraft(event.target.value)
          setAsked(false)
        }}
        onKeyDown={onKeyDown}
      />
      <div>
        {isAsked ? (
          <>
            <span role="alert">{words.composer.askDiscard}</span>
            <Button look="danger" onClick={onEnd}>
              {words.discard}
            </Button>
            <Button onClick={goOn}>{words.composer.goOn}</Button>
          </>
        ) : (
          <>
            <Button look="quiet" onClick={() => (isChanged ? setAsked(true) : onEnd())}>
              {words.cancel}
            </Button>
            <Button look="primary" type="submit" disabled={draft.trim() === ''}>
              {words.save}
            </Button>
          </>
        )}
      </div>
    </form>
  )
}
