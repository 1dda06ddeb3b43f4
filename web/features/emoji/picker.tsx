import { EmojiPicker } from 'frimousse'
import { type AriaAttributes, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { isComposing } from '../../lib/keys.ts'
import { useWords } from '../../words/words.ts'
import { resolveEmojiData } from './emoji-data.ts'

/** All emoji, by their groups, with a search and the tone of the skin. */
export function Picker({ onSelect }: { readonly onSelect: (emoji: string) => void }) {
  const words = useWords()
  const root = useRef<HTMLDivElement>(null)
  const [enters, setEnters] = useState(0)
  // After the effect of the picker, which asks for its search.
  useEffect(() => {
    if (enters > 0) takeWhenFound(root.current)
  }, [enters])

  /**
   * Enter takes what is found for the text in the field. The picker itself would take what it has found before: it begins
   * to search in the next frame, and does it when the page is idle.
   */
  function waitForSearch(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return
    // The picker leaves a key that somebody else has handled.
    event.preventDefault()
    // Enter that chooses a word of an input method takes nothing.
    if (!isComposing(event.nativeEvent)) requestAnimationFrame(() => setEnters((n) => n + 1))
  }
  return (
    <EmojiPicker.Root
      ref={root}
      className="emoji-picker"
      columns={8}
      locale={words.locale}
      resolveEmojiData={resolveEmojiData}
      onEmojiSelect={({ emoji }) => onSelect(emoji)}
    >
      <div className="emoji-head">
        <EmojiPicker.Search
          className="input"
          autoFocus
          onKeyDown={waitForSearch}
          placeholder={words.searchEmoji}
          aria-label={words.searchEmoji}
        />
        <EmojiPicker.SkinToneSelector className="icon-button emoji" aria-label={words.skinTone} />
      </div>
      <EmojiPicker.Viewport className="emoji-viewport" tabIndex={0} aria-label={words.emoji}>
        <EmojiPicker.Empty className="emoji-empty">{words.noEmoji}</EmojiPicker.Empty>
        <EmojiPicker.List
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div className="emoji-group" {...props}>
                {category.label}
              </div>
            ),
            Row: ({ children, ...props }) => (
              <div className="emoji-row" {...fromOne(props)}>
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button
                type="button"
                className="emoji"
                title={emoji.label}
                data-active={emoji.isActive}
                {...fromOne(props)}
              >
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  )
}

function takeWhenFound(picker: Element | null): void {
  whenSearched(() => {
    if (picker === null || !picker.isConnected) return
    const isShown = picker.querySelector('[role=grid], .emoji-empty') !== null
    if (isShown) document.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'Enter' }))
    else takeWhenFound(picker) // The emoji are still loading.
  })
}

/** As the picker waits, which has asked before. Safari has no requestIdleCallback. */
const whenSearched = (task: () => void): unknown =>
  typeof requestIdleCallback === 'undefined'
    ? setTimeout(task, 10)
    : requestIdleCallback(task, { timeout: 200 })

type Indexes = Pick<AriaAttributes, 'aria-rowindex' | 'aria-colindex'>

/** The picker counts its rows and columns from 0, ARIA from 1. */
function fromOne<Props extends Indexes>(props: Props): Props {
  const { 'aria-rowindex': row, 'aria-colindex': column } = props
  return {
    ...props,
    ...(row !== undefined && { 'aria-rowindex': row + 1 }),
    ...(column !== undefined && { 'aria-colindex': column + 1 }),
  }
}
