import { useSyncExternalStore } from 'react'
import { changeSettings, settings } from '../../lib/settings.ts'
import { Choice } from '../../ui/choice.tsx'
import { LANGUAGES, type Language, useWords } from '../../words/words.ts'

/** How the app looks on this device. */
export function Appearance() {
  const words = useWords()
  const { theme, density, language } = useSyncExternalStore(settings.watch, settings.read)
  return (
    <section>
      <h2>{words.onThisDevice}</h2>
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
        options={LANGUAGES.map((one) => [one, nameOf(one), one] as const)}
        onChange={(language) => changeSettings({ language })}
      />
    </section>
  )
}

/** Each language in itself, so that everybody finds their own. */
function nameOf(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}
