import { use } from 'react'
import { type Language, languageOf, useWords } from '../words.ts'
import type { ModerationWords } from './en.ts'

/** The texts of moderation, which few people need: none of these tables is in the first download. */
const TABLES = {
  de: async () => (await import('./de.ts')).de,
  en: async () => (await import('./en.ts')).en,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  ar: async () => (await import('./ar.ts')).ar,
  ja: async () => (await import('./ja.ts')).ja,
} as const satisfies Record<Language, () => Promise<ModerationWords>>

const loaded = new Map<Language, Promise<ModerationWords>>()

/** The component waits (Suspense) until the table of the language is there. */
export const useModerationWords = (): ModerationWords =>
  use(tableOf(languageOf([useWords().locale])))

function tableOf(language: Language): Promise<ModerationWords> {
  const known = loaded.get(language)
  if (known !== undefined) return known
  const table = TABLES[language]()
  loaded.set(language, table)
  // Without the network it is loaded again when it is needed again.
  table.catch(() => loaded.delete(language))
  return table
}
