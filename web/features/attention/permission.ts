import { changeSettings } from '../../lib/settings.ts'

/** Asks the browser, if it was not asked before. A refusal holds until the user changes it in the browser. */
export async function turnOnNotifications(): Promise<void> {
  const permission =
    Notification.permission === 'default'
      ? await Notification.requestPermission()
      : Notification.permission
  changeSettings({ notifications: permission === 'granted' })
}
