import { lazy } from 'react'

export { looking } from './looking.ts'
export { useUnreadOf } from './unread.ts'

// They show nothing of a room, and are loaded after it.
export const Attention = lazy(() =>
  import('./attention.tsx').then((m) => ({ default: m.Attention })),
)
export const NotificationAsk = lazy(() =>
  import('./notification-ask.tsx').then((m) => ({ default: m.NotificationAsk })),
)
export const NotificationSettings = lazy(() =>
  import('./notification-settings.tsx').then((m) => ({ default: m.NotificationSettings })),
)
