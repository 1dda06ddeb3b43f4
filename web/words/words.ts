import { useSyncExternalStore } from 'react'
import { en, type Words } from './en.ts'

/** The languages of the app. English is in the first download; each of the others is one of its own. */
const TABLES = {
  en: async () => en,
  ar: async () => (await import('./ar.ts')).ar,
} as const satisfies Record<string, () => Promise<Words>>

export type Language = keyof typeof TABLES
export const LANGUAGES = Object.keys(TABLES) as readonly Language[]

const watchers = new Set<() => void>()
let current: Words = en

/** The texts in the language that is set now, for code outside of components. */
export const readWords = (): Words => current

/** The texts in the language that is set now. The component is rendered again when it changes. */
export const useWords = (): Words => useSyncExternalStore(watch, readWords, readWords)

function watch(listener: () => void): () => void {
  watchers.add(listener)
  return () => watchers.delete(listener)
}

/** The first language of the browser's list that the app has. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language] = tag.toLowerCase().split('-')
    const found = LANGUAGES.find((one) => one === language)
    if (found !== undefined) return found
  }
  return 'en'
}

export async function setLanguage(language: Language): Promise<void> {
  current = await TABLES[language]()
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  for (const listener of watchers) listener()
}

/** `getTextInfo` is not in every browser yet. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const locale: Intl.Locale & { getTextInfo?: () => { direction?: string } } = new Intl.Locale(
    language,
  )
  const direction = locale.getTextInfo?.().direction
  if (direction !== undefined) return direction === 'rtl' ? 'rtl' : 'ltr'
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur'])
