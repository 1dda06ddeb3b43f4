import { EmojiPicker } from 'frimousse'
import type { AriaAttributes } from 'react'
import { useWords } from '../../words/words.ts'
import { resolveEmojiData } from './emoji-data.ts'

/** All emoji, by their groups, with a search and the tone of the skin. */
export function Picker({ onSelect }: { readonly onSelect: (emoji: string) => void }) {
  const words = useWords()
  return (
    <EmojiPicker.Root
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
