/**
 * Replaces a part of the text in a box, and leaves the caret after it. As one step of undo, which `setRangeText` is not in
 * Chromium: so the method is used although it is deprecated.
 */
export function insertText(
  box: HTMLTextAreaElement,
  text: string,
  from = box.selectionStart,
  to = box.selectionEnd,
): void {
  box.focus()
  box.setSelectionRange(from, to)
  const isDone =
    text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
  if (isDone) return
  box.setRangeText(text, from, to, 'end')
  box.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

/** Puts marks around the selection, or removes them. The selection stays. */
export function toggleMarks(box: HTMLTextAreaElement, mark: string): void {
  const { value, selectionStart: from, selectionEnd: to } = box
  const size = mark.length
  const isMarked =
    from >= size && value.slice(from - size, from) === mark && value.startsWith(mark, to)
  const text = value.slice(from, to)
  if (isMarked) insertText(box, text, from - size, to + size)
  else insertText(box, mark + text + mark, from, to)
  const start = isMarked ? from - size : from + size
  box.setSelectionRange(start, start + text.length)
}
