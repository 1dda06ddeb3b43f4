import { useStatus } from '@parlance/sdk/react'
import { useState, useSyncExternalStore } from 'react'
import { changeSettings, settings } from '../../lib/settings.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { PersonName } from '../../ui/names.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { LANGUAGES, type Language, useWords } from '../../words/words.ts'
import { NotificationSettings } from '../attention/index.ts'

/** How the app looks on this device, and the ways out. */
export function AccountScreen() {
  const words = useWords()
  const { signOut } = useSignedIn()
  const status = useStatus()
  const { theme, density, language } = useSyncExternalStore(settings.watch, settings.read)
  const [isBusy, setBusy] = useState(false)
  const user = status.state === 'live' ? status.user : undefined

  function leave(isEverywhere: boolean): void {
    setBusy(true)
    void signOut(isEverywhere)
  }

  return (
    <main className="screen">
      <ScreenHead>
        <h1>{words.account}</h1>
      </ScreenHead>
      <div className="screen-body account">
        {user && (
          <p className="account-user">
            <Avatar id={user.id} name={user.name} />
            <PersonName name={user.name} />
            {user.handle && <small dir="ltr">@{user.handle}</small>}
          </p>
        )}
        <Choice
          label={words.theme}
          value={theme}
          options={[
            ['system', words.themes.system],
            ['light', words.themes.light],
            ['dark', words.themes.dark],
          ]}
          onChange={(theme) => changeSettings({ theme })}
        />
        <Choice
          label={words.density}
          value={density}
          options={[
            ['cosy', words.densities.cosy],
            ['compact', words.densities.compact],
          ]}
          onChange={(density) => changeSettings({ density })}
        />
        <Choice
          label={words.language}
          value={language}
          options={LANGUAGES.map((one) => [one, nameOf(one)] as const)}
          onChange={(language) => changeSettings({ language })}
        />
        <NotificationSettings />
        <div className="account-ways">
          <Button icon="leave" disabled={isBusy} onClick={() => leave(false)}>
            {words.signOut}
          </Button>
          {user?.kind !== 'guest' && (
            <Button look="danger" disabled={isBusy} onClick={() => leave(true)}>
              {words.signOutEverywhere}
            </Button>
          )}
        </div>
      </div>
    </main>
  )
}

/** Each language in itself, so that everybody finds their own. */
const nameOf = (language: Language): string =>
  new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
