/** Whether the user looks at the page: the tab is visible, and its window is in front. */
export const readFocus = (): boolean => !document.hidden && document.hasFocus()

export function watchFocus(listener: () => void): () => void {
  const listening = new AbortController()
  document.addEventListener('visibilitychange', listener, listening)
  for (const type of ['focus', 'blur']) addEventListener(type, listener, listening)
  return () => listening.abort()
}
