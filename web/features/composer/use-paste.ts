import { type ClipboardEvent, type RefObject, useState } from 'react'
import { insertText } from './insert.ts'
import { beginningOf, bytesOf, MOST_BYTES } from './text-length.ts'

/** A text of this many times the limit is surely no message. The box would stop for seconds over 5 MB. */
const FAR_TOO_LONG = 4 * MOST_BYTES

/**
 * Text in the clipboard is pasted as text, whatever else is there: a table copied from a sheet is also a picture. A text that
 * is far too long is not pasted at once: the user is asked.
 */
export function usePaste(box: RefObject<HTMLTextAreaElement | null>) {
  const [refused, setRefused] = useState<string>()

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData.getData('text/plain')
    if (text.length <= FAR_TOO_LONG) return setRefused(undefined)
    event.preventDefault()
    // Only the part that can be pasted is kept.
    setRefused(text.slice(0, MOST_BYTES))
  }
  function pasteBeginning(): void {
    if (!box.current || refused === undefined) return
    const { value, selectionStart, selectionEnd } = box.current
    const rest = value.slice(0, selectionStart) + value.slice(selectionEnd)
    insertText(box.current, beginningOf(refused, MOST_BYTES - bytesOf(rest)))
    setRefused(undefined)
  }
  return {
    isRefused: refused !== undefined,
    onPaste,
    pasteBeginning,
    discard: () => setRefused(undefined),
  }
}
