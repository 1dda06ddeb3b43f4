import type { RoomId } from '@parlance/sdk'
import { plainTextOf } from '../../lib/markdown/plain-text.tsx'

type Content = {
  readonly room: RoomId
  readonly title: string
  readonly text: string
  readonly onClick: () => void
  /** Of the message, below the root of the app. */
  readonly path: string
}

/** The most letters of a message in a notification. */
const MOST_TEXT = 200

const shown = new Map<string, Notification>()

/** One notification a room: a later message takes its place. */
export async function showNotification({
  room,
  title,
  text,
  onClick,
  path,
}: Content): Promise<void> {
  const options = {
    tag: room,
    body: plainTextOf(text).slice(0, MOST_TEXT),
    icon: './icon-192.png',
    silent: true,
  }
  try {
    const notification = new Notification(title, { ...options })
    shown.set(room, notification)
    notification.onclick = () => {
      window.focus()
      onClick()
      notification.close()
    }
  } catch {
    // On Android only the service worker can notify.
    const registration = await navigator.serviceWorker?.getRegistration()
    await registration?.showNotification(title, { ...options, data: { path } })
  }
}

/** The room was read, here or elsewhere. */
export async function closeNotification(room: string): Promise<void> {
  shown.get(room)?.close()
  shown.delete(room)
  const registration = await navigator.serviceWorker?.getRegistration()
  for (const one of (await registration?.getNotifications({ tag: room })) ?? []) one.close()
}
