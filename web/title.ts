import type { Chat, User } from '../sdk/typescript/src/index.ts'
import { words } from './words.ts'

/** The tab's title counts what others said while nobody looked at it. Returns what ends it. */
export function badgeTitle(chat: Chat, me: () => User | undefined): () => void {
  let unread = 0

  function show(count: number): void {
    unread = count
    document.title = count > 0 ? words.titleWith(count, words.lobby) : words.lobby
  }
  function look(): void {
    if (!document.hidden) show(0)
  }

  show(0)
  document.addEventListener('visibilitychange', look)
  const deafen = chat.on('message.created', ({ message }) => {
    if (document.hidden && message.sender.id !== me()?.id) show(unread + 1)
  })
  return () => {
    deafen()
    document.removeEventListener('visibilitychange', look)
    document.title = words.product
  }
}
