import { useSyncExternalStore } from 'react'
import { changeSettings, settings } from '../../lib/settings.ts'
import { Switch } from '../../ui/choice.tsx'
import { useWords } from '../../words/words.ts'
import { turnOnNotifications } from './permission.ts'

/** Notifications and the sound, on this device. */
export function NotificationSettings() {
  const words = useWords()
  const { notifications = false, sound } = useSyncExternalStore(settings.watch, settings.read)
  const isForbidden = typeof Notification === 'undefined' || Notification.permission === 'denied'
  return (
    <fieldset className="choice">
      <legend>{words.notifications}</legend>
      {isForbidden ? (
        <p>{words.notificationsForbidden}</p>
      ) : (
        <Switch
          label={words.notificationsShown}
          checked={notifications}
          onChange={({ target }) =>
            target.checked ? void turnOnNotifications() : changeSettings({ notifications: false })
          }
        />
      )}
      <Switch
        label={words.sound}
        checked={sound}
        onChange={({ target }) => changeSettings({ sound: target.checked })}
      />
    </fieldset>
  )
}
