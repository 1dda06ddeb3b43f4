import type { Chat } from '../sdk/typescript/src/index.ts'
import type { LobbyState } from './lobby-state.ts'
import type { Store } from './store.ts'
import { texts } from './texts.ts'

/**
 * The tab's title counts messages of others that were not seen: the tab is hidden, another window is in front, or
 * the user reads older messages. Returns a function that stops the counting.
 */
export function badgeTitle(chat: Chat, store: Store<LobbyState>): () => void {
  let unread = 0

  const isReading = () =>
    !document.hidden && document.hasFocus() && store.read().window?.position === 'end'
  function show(count: number): void {
    unread = count
    document.title = count > 0 ? texts.titleWith(count, texts.lobby) : texts.lobby
  }
  function check(): void {
    if (unread > 0 && isReading()) show(0)
  }

  show(0)
  const unwatch = store.watch(check)
  document.addEventListener('visibilitychange', check)
  window.addEventListener('focus', check)
  const unsubscribe = chat.on('message.created', ({ message }) => {
    if (!isReading() && message.sender.id !== store.read().me?.id) show(unread + 1)
  })
  return () => {
    unsubscribe()
    unwatch()
    document.removeEventListener('visibilitychange', check)
    window.removeEventListener('focus', check)
    document.title = texts.product
  }
}
