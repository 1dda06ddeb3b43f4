import { lazy } from 'react'

// It shows nothing of a room, and is loaded after it.
export const UpdateNotice = lazy(() =>
  import('./update-notice.tsx').then((m) => ({ default: m.UpdateNotice })),
)
