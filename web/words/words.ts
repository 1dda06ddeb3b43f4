import { useSyncExternalStore } from 'react'
import { type EntryWords, entry as en } from './en/entry.ts'
import type { AppWords, Words } from './en.ts'
import type { Refused } from './refusals.ts'

export type { EntryWords } from './en/entry.ts'
export type { Words } from './en.ts'

/** A language: one file, except for English. */
type Table = {
  /** The texts before somebody is signed in. */
  readonly entry: EntryWords
  readonly app?: AppWords
  /** What a refusal says. Without it, what the server says. */
  readonly refusalText?: (refused: Refused) => string
}

const english: Table = { entry: en }

/** The languages of the app, in the order of their own names. English before signing in is in the first download. */
const TABLES = {
  de: () => import('./de.ts'),
  en: async () => english,
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  ar: () => import('./ar.ts'),
  ja: () => import('./ja.ts'),
} as const satisfies Record<string, () => Promise<Table>>

export type Language = keyof typeof TABLES
export const LANGUAGES = Object.keys(TABLES) as readonly Language[]

const watchers = new Set<() => void>()
let language: Language = 'en'
let table: Table = english
/** Undefined until somebody is signed in. */
let app: Words | undefined

/** The texts of the language that is set now, before somebody is signed in and after. For code outside of components. */
export const readEntryWords = (): EntryWords => app ?? table.entry

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

/** What a refusal of the server says in the language that is set now. */
export const refusalText = (refused: Refused): string =>
  table.refusalText?.(refused) ?? refused.message

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
export const loadWords = (): Promise<void> => load(true)

export async function setLanguage(next: Language): Promise<void> {
  language = next
  await load(app !== undefined)
  if (language !== next) return
  Object.assign(document.documentElement, { lang: next, dir: table.entry.direction })
}

async function load(isWhole: boolean): Promise<void> {
  const wanted = language
  const next = await TABLES[wanted]()
  const rest = isWhole ? (next.app ?? (await import('./en.ts')).app) : undefined
  // The language has changed meanwhile: `setLanguage` loads the other one.
  if (language !== wanted) return isWhole ? load(true) : undefined
  table = next
  if (rest !== undefined) app = { ...next.entry, ...rest }
  for (const listener of watchers) listener()
}
