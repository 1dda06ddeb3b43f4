import { useState, useSyncExternalStore } from 'react'
import { changeSettings, settings } from '../../lib/settings.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { turnOnNotifications } from './permission.ts'

/** Offers notifications, once on a device. The browser asks only after a press here. */
export function NotificationAsk() {
  const words = useWords()
  const { notifications } = useSyncExternalStore(settings.watch, settings.read)
  const [isBusy, setBusy] = useState(false)
  if (notifications !== undefined || !canBeAsked()) return null

  async function turnOn(): Promise<void> {
    setBusy(true)
    await turnOnNotifications()
    setBusy(false)
  }
  return (
    <div className="rail-notice">
      <Notice>
        {words.notificationsOffer}
        <Button look="primary" disabled={isBusy} onClick={() => void turnOn()}>
          {words.notificationsOn}
        </Button>
        <Button look="quiet" onClick={() => changeSettings({ notifications: false })}>
          {words.notNow}
        </Button>
      </Notice>
    </div>
  )
}

const canBeAsked = (): boolean =>
  typeof Notification !== 'undefined' && Notification.permission === 'default'
