import { describe, expect, test } from 'bun:test'
import { ar } from '../web/words/ar.ts'
import { en, type Words } from '../web/words/en.ts'
import { ar as moderationAr } from '../web/words/moderation/ar.ts'
import { type ModerationWords, en as moderationEn } from '../web/words/moderation/en.ts'
import { count, fill, type Plural } from '../web/words/plural.ts'
import { directionOf, LANGUAGES, languageOf } from '../web/words/words.ts'

const TABLES: Readonly<Record<string, Words>> = { en, ar }
const MODERATION: Readonly<Record<string, ModerationWords>> = { en: moderationEn, ar: moderationAr }

const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other']
const isPlural = (value: object): value is Plural =>
  Object.keys(value).every((form) => FORMS.includes(form))

/** Every text and every form of a table, by its path. */
function leaves(table: object, path = ''): Map<string, string | Plural> {
  return new Map(
    Object.entries(table).flatMap(([key, value]): [string, string | Plural][] =>
      typeof value === 'string' || isPlural(value)
        ? [[path + key, value]]
        : [...leaves(value, `${path}${key}.`)],
    ),
  )
}

const holes = (text: string) =>
  (text.match(/\{\w+\}/g) ?? []).filter((hole) => hole !== '{n}').sort()

/** The texts of a language: those that everybody needs, and those of moderation. */
const wholeTable = (language: string) =>
  leaves({ ...TABLES[language], moderation: MODERATION[language] })

test('[WEB-22] both tables are of the same languages, those of the app', () => {
  expect(Object.keys(TABLES)).toEqual([...LANGUAGES])
  expect(Object.keys(MODERATION)).toEqual([...LANGUAGES])
})

describe.each(Object.keys(TABLES))('the table of %s', (language) => {
  const table = wholeTable(language)

  test('[WEB-22] it has every text, none empty, and the same places for names', () => {
    const english = wholeTable('en')
    expect(english.size).toBeGreaterThan(100)
    expect([...table.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [key, text] of table) {
      const own = typeof text === 'string' ? text : text.other
      const other = english.get(key) ?? ''
      expect(own.trim()).not.toBe('')
      expect(holes(own)).toEqual(holes(typeof other === 'string' ? other : other.other))
    }
  })

  test('[WEB-22] a text with a number has every form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort()
    const plurals = [...table].filter(([, text]) => typeof text !== 'string')
    expect(plurals.length).toBeGreaterThan(4)
    for (const [key, text] of plurals) expect([key, Object.keys(text).sort()]).toEqual([key, forms])
  })
})

test('[WEB-22] numbers are written as the language writes them', () => {
  expect(count('en', en.newMessages, 1)).toBe('1 new message')
  expect(count('en', en.newMessages, 1200)).toBe('1,200 new messages')
  expect(count('ar', ar.newMessages, 2)).toBe('رسالتان جديدتان')
  expect(count('ar-EG', ar.newMessages, 3)).toBe('٣ رسائل جديدة')
  expect(fill('{a} and {b}', { a: '{b}' })).toBe('{b} and {b}')
})

test('[WEB-22] the first language of the browser that there is decides, and it decides the direction', () => {
  expect(languageOf(['tlh', 'ar-EG', 'en'])).toBe('ar')
  expect(languageOf(['AR'])).toBe('ar')
  expect(languageOf(['tlh'])).toBe('en')
  expect(languageOf([])).toBe('en')
  expect([directionOf('ar'), directionOf('en'), directionOf('ja')]).toEqual(['rtl', 'ltr', 'ltr'])
})
