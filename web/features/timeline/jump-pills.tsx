import { Icon } from '../../ui/icons.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

/** Leads to the first of the messages that were unread when the user came in. */
export function ToUnread({ n, onJump }: { readonly n: number; readonly onJump: () => void }) {
  const words = useWords()
  return (
    <button type="button" className="jump to-unread" onClick={onJump}>
      <Icon name="up" />
      {count(words.locale, words.unread, n)}
    </button>
  )
}

/** Leads to the end, and counts what has arrived there meanwhile. */
export function ToLatest({ held, onJump }: { readonly held: number; readonly onJump: () => void }) {
  const words = useWords()
  return (
    <button type="button" className="jump to-latest" onClick={onJump} title={words.toLatest}>
      {held > 0 ? (
        count(words.locale, words.newMessages, held)
      ) : (
        <span className="visually-hidden">{words.toLatest}</span>
      )}
      <Icon name="down" />
    </button>
  )
}
