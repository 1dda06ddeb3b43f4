import type { Quote as Quoted } from '@parlance/sdk'
import { PlainText } from '../../lib/markdown/plain-text.tsx'
import { PersonName } from '../../ui/names.tsx'
import { useWords } from '../../words/words.ts'

type Props = { readonly quote: Quoted; readonly onJump: ((seq: number) => void) | undefined }

/** The message that a reply answers, in one line, which leads to it. */
export function Quote({ quote: { seq, sender, text, deletedAt }, onJump }: Props) {
  const words = useWords()
  const content = (
    <>
      <PersonName name={sender.name} />
      <span className="quote-text" dir="auto">
        {deletedAt !== undefined ? (
          words.deleted
        ) : text === undefined ? (
          words.notVisible
        ) : (
          <PlainText text={text} />
        )}
      </span>
    </>
  )
  return onJump ? (
    <button type="button" className="quote" onClick={() => onJump(seq)}>
      {content}
    </button>
  ) : (
    <div className="quote">{content}</div>
  )
}
