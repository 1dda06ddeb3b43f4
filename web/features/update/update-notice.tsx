import { useChat } from '@parlance/sdk/react'
import { useEffect, useSyncExternalStore } from 'react'
import { appUpdate, checkForUpdate, update } from '../../lib/service-worker.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'

/** A new build of the app waits until the user asks for it, and nothing is being written. */
export function UpdateNotice() {
  const words = useWords()
  const chat = useChat()
  // The server was gone for a moment: it can be a newer one.
  useEffect(
    () =>
      chat.onStatus(({ state }) => {
        if (state === 'live') void checkForUpdate()
      }),
    [chat],
  )
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
