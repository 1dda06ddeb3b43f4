import type { Chat } from '../sdk/typescript/src/index.ts'
import type { LobbyState } from './lobby-state.ts'
import type { Store } from './store.ts'
import { words } from './words.ts'

/**
 * The tab's title counts what others said while nobody looked: the tab was hidden, another window was in
 * front, or something older was being read. Returns what ends it.
 */
export function badgeTitle(chat: Chat, store: Store<LobbyState>): () => void {
  let unread = 0

  const isLooking = () => !document.hidden && document.hasFocus() && store.read().place === 'end'
  function show(count: number): void {
    unread = count
    document.title = count > 0 ? words.titleWith(count, words.lobby) : words.lobby
  }
  function look(): void {
    if (unread > 0 && isLooking()) show(0)
  }

  show(0)
  const unwatch = store.watch(look)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('focus', look)
  const deafen = chat.on('message.created', ({ message }) => {
    if (!isLooking() && message.sender.id !== store.read().me?.id) show(unread + 1)
  })
  return () => {
    deafen()
    unwatch()
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('focus', look)
    document.title = words.product
  }
}
