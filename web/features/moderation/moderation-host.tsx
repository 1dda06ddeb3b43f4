import { lazy, Suspense, useSyncExternalStore } from 'react'
import { hideModeration, shownDialog } from './shown-dialog.ts'

const ModerationDialog = lazy(() =>
  import('./dialogs/moderation-dialog.tsx').then((m) => ({ default: m.ModerationDialog })),
)

/** The place of the dialogs: once in the app. */
export function ModerationHost() {
  const { dialog } = useSyncExternalStore(shownDialog.watch, shownDialog.read)
  if (dialog === undefined) return null
  return (
    <Suspense>
      <ModerationDialog dialog={dialog} onClose={hideModeration} />
    </Suspense>
  )
}
