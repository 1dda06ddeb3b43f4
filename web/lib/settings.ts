import { LANGUAGES, type Language, languageOf, setLanguage } from '../words/words.ts'
import { createStore } from './store.ts'
import { openTabs } from './tabs.ts'

export type Settings = {
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'cosy' | 'compact'
  readonly language: Language
  /** Whether messages are notified on this device. Undefined: the user was not asked yet. */
  readonly notifications: boolean | undefined
  readonly sound: boolean
}

const KEY = 'parlance.settings'
const tabs = openTabs<Partial<Settings>>('settings')
const THEMES: readonly string[] = ['system', 'light', 'dark'] satisfies Settings['theme'][]

/** How the app looks on this device. */
export const settings = createStore<Settings>(stored())

/** Shows the settings: before the first render, and after each change in this tab or another one. */
export async function applySettings(): Promise<void> {
  const { theme, density, language } = settings.read()
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  dataset['density'] = density
  await setLanguage(language)
}

export function changeSettings(change: Partial<Settings>): void {
  settings.change(change)
  // A browser that forbids the storage keeps the settings until the page is closed.
  keep(JSON.stringify(settings.read()))
  tabs.send(change)
  void applySettings()
}

export function followOtherTabs(): void {
  tabs.receive((change) => {
    settings.change(change)
    void applySettings()
  })
}

function keep(text: string): void {
  try {
    localStorage.setItem(KEY, text)
  } catch {
    // The storage is full or forbidden: see changeSettings.
  }
}

/** The settings are checked one by one, because an earlier version of the app can have stored others. */
function stored(): Settings {
  const kept = read()
  return {
    theme: THEMES.includes(String(kept['theme'])) ? (kept['theme'] as Settings['theme']) : 'system',
    density: kept['density'] === 'compact' ? 'compact' : 'cosy',
    notifications: typeof kept['notifications'] === 'boolean' ? kept['notifications'] : undefined,
    sound: kept['sound'] !== false,
    language:
      LANGUAGES.find((one) => one === kept['language']) ?? languageOf(navigator.languages ?? []),
  }
}

function read(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? { ...kept } : {}
  } catch {
    return {} // Not ours, or the storage is forbidden.
  }
}
