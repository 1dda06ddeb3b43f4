import { useSyncExternalStore } from 'react'
import { type EntryWords, entry as en } from './en/entry.ts'
import type { Words } from './en.ts'

export type { EntryWords } from './en/entry.ts'
export type { Words } from './en.ts'

/** The languages of the app. `entry`: the texts before somebody is signed in, of which English is in the first download. */
const TABLES = {
  en: { entry: async () => en, app: async () => (await import('./en.ts')).en },
  ar: {
    entry: async () => (await import('./ar/entry.ts')).entry,
    app: async () => (await import('./ar.ts')).ar,
  },
} as const satisfies Record<
  string,
  { readonly entry: () => Promise<EntryWords>; readonly app: () => Promise<Words> }
>

export type Language = keyof typeof TABLES
export const LANGUAGES = Object.keys(TABLES) as readonly Language[]

const watchers = new Set<() => void>()
let language: Language = 'en'
let entry: EntryWords = en
/** Undefined until somebody is signed in. */
let app: Words | undefined

/** The texts of the language that is set now, before somebody is signed in and after. For code outside of components. */
export const readEntryWords = (): EntryWords => app ?? entry

/** The same. The component is rendered again when the language changes. */
export const useEntryWords = (): EntryWords =>
  useSyncExternalStore(watch, readEntryWords, readEntryWords)

/** All texts of the language that is set now, for code outside of components. */
export function readWords(): Words {
  if (app === undefined) throw new Error('the texts of the app are not loaded: see loadWords')
  return app
}

/** The same. The component is rendered again when the language changes. */
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

/** Loads all texts, for the app of somebody who is signed in. From then on `setLanguage` loads all of each language. */
export async function loadWords(): Promise<void> {
  const wanted = language
  app = await TABLES[wanted].app()
  // The language has changed meanwhile.
  if (wanted !== language) await setLanguage(language)
}

export async function setLanguage(next: Language): Promise<void> {
  language = next
  const [nextEntry, nextApp] = await Promise.all([TABLES[next].entry(), app && TABLES[next].app()])
  if (language !== next) return
  entry = nextEntry
  app = nextApp ?? app
  document.documentElement.lang = next
  document.documentElement.dir = directionOf(next)
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
