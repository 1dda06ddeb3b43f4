import type { Chat, EventOf, Message, MyRoom, UserId } from '@parlance/sdk'
import { settings } from '../../lib/settings.ts'
import { isLookedAt } from './looked-at-lock.ts'
import { closeNotification, showNotification } from './notification.ts'
import { playSound } from './sound.ts'
import { isMuted } from './unread.ts'

/** At most one sound in this time, however many messages arrive. */
const SOUND_MS = 3000

/**
 * Notifies the user of messages, in one tab at a time: the tab that holds the lock. `navigate` leads to the message of
 * a notification that was clicked. Returns the function that ends it.
 */
export function openNotifier(
  chat: Chat,
  me: UserId,
  rooms: () => readonly MyRoom[],
  navigate: (path: string) => void,
): () => void {
  const closing = new AbortController()
  const { signal } = closing
  let unsubscribe: readonly (() => unknown)[] = []
  let soundAt = Number.NEGATIVE_INFINITY

  async function lead(): Promise<void> {
    if (signal.aborted) return
    document.documentElement.dataset['notifies'] = 'true'
    unsubscribe = [
      chat.on('message.created', (event) => void notify(event)),
      chat.on('receipt.read', ({ user, room }) => user.id === me && void closeNotification(room)),
      chat.on('room.deleted', ({ log }) => void closeNotification(log)),
    ]
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  }

  async function notify({ message }: EventOf<'message.created'>): Promise<void> {
    const { sender, silent, system, hidden, room: id, seq, text, mentions, thread } = message
    const room = rooms().find((one) => one.id === id)
    if (room === undefined || sender.id === me || silent || system || hidden) return
    const isForMe = names(mentions, me, room)
    if ((thread && !isForMe) || !isWanted(room, isForMe)) return
    if (await isLookedAt(me, id)) return
    const { notifications, sound } = settings.read()
    if (notifications && canNotify())
      await showNotification({
        room: id,
        title: room.name === undefined ? sender.name : `${sender.name} · ${room.name}`,
        text,
        onClick: () => navigate(`/r/${id}/m/${seq}`),
        path: `r/${id}/m/${seq}`,
      })
    if (sound && performance.now() - soundAt > SOUND_MS) {
      soundAt = performance.now()
      playSound()
    }
  }

  // Without locks there are no tabs to agree with.
  if (navigator.locks === undefined) void lead()
  else
    navigator.locks
      .request(`parlance notifies ${me}`, { signal }, lead)
      // The tab ended before it held the lock.
      .catch(() => undefined)
  return () => {
    closing.abort()
    delete document.documentElement.dataset['notifies']
    for (const end of unsubscribe) end()
  }
}

/** Whoever receives the message is online. */
const names = (mentions: Message['mentions'], me: UserId, { role }: MyRoom): boolean =>
  mentions !== undefined &&
  (mentions.users?.includes(me) ||
    mentions.room === true ||
    mentions.online === true ||
    mentions.roles?.includes(role) === true)

const isWanted = (room: MyRoom, isForMe: boolean): boolean =>
  isForMe ? room.preferences.notify !== 'none' : room.preferences.notify === 'all' && !isMuted(room)

export const canNotify = (): boolean =>
  typeof Notification !== 'undefined' && Notification.permission === 'granted'
