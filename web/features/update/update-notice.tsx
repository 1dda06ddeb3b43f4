import { useSyncExternalStore } from 'react'
import { appUpdate, update } from '../../lib/service-worker.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'

/** A new build of the app waits until the user asks for it, and nothing is being written. */
export function UpdateNotice() {
  const words = useWords()
  const { isUpdateReady, isUpdating } = useSyncExternalStore(appUpdate.watch, appUpdate.read)
  if (!isUpdateReady) return null
  return (
    <div className="rail-notice">
      <Notice>
        {isUpdating ? words.updateWaits : words.updateReady}
        {!isUpdating && (
          <Button look="primary" onClick={update}>
            {words.update}
          </Button>
        )}
      </Notice>
    </div>
  )
}
