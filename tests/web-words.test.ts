import { describe, expect, test } from 'bun:test'
import { REFUSALS } from '../protocol/refusals.ts'
import * as ar from '../web/words/ar.ts'
import * as de from '../web/words/de.ts'
import { entry as english } from '../web/words/en/entry.ts'
import { app as englishApp } from '../web/words/en.ts'
import * as es from '../web/words/es.ts'
import * as fr from '../web/words/fr.ts'
import * as ja from '../web/words/ja.ts'
import { ar as moderationAr } from '../web/words/moderation/ar.ts'
import { de as moderationDe } from '../web/words/moderation/de.ts'
import { en as moderationEn } from '../web/words/moderation/en.ts'
import { es as moderationEs } from '../web/words/moderation/es.ts'
import { fr as moderationFr } from '../web/words/moderation/fr.ts'
import { ja as moderationJa } from '../web/words/moderation/ja.ts'
import { count, fill, type Plural } from '../web/words/plural.ts'
import { LANGUAGES, languageOf } from '../web/words/words.ts'
import { EQUAL_TO_ENGLISH, IMPOSSIBLE, REFUSED } from './support/words.ts'

const OTHERS = { de, es, fr, ar, ja }
const EN = { entry: english, app: englishApp }
const MODERATION = {
  de: moderationDe,
  en: moderationEn,
  es: moderationEs,
  fr: moderationFr,
  ar: moderationAr,
  ja: moderationJa,
}

const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other']
const isPlural = (value: object): value is Plural =>
  Object.keys(value).every((form) => FORMS.includes(form))

/** Every text of a table, by its path; of a text with a number, every form. */
function leaves(table: object, path = ''): Map<string, string | Plural> {
  return new Map(
    Object.entries(table).flatMap(([key, value]): [string, string | Plural][] =>
      typeof value === 'string' || isPlural(value)
        ? [[path + key, value]]
        : [...leaves(value, `${path}${key}.`)],
    ),
  )
}

const formsOf = (text: string | Plural) => (typeof text === 'string' ? [text] : Object.values(text))
const holes = (text: string) =>
  (text.match(/\{\w+\}/g) ?? []).filter((hole) => hole !== '{n}').sort()

/** The texts of a language: before and after signing in, and those of moderation. */
const wholeTable = (language: keyof typeof MODERATION) => {
  const { entry, app } = { ...OTHERS, en: EN }[language]
  return leaves({ ...entry, ...app, moderation: MODERATION[language] })
}
const ENGLISH = wholeTable('en')
/** Facts about a language, which are no texts. */
const FACTS = ['locale', 'direction']

test('[WEB-22] there is a table of every language of the app', () => {
  expect(Object.keys(MODERATION)).toEqual([...LANGUAGES])
  expect(['en', ...Object.keys(OTHERS)].sort()).toEqual([...LANGUAGES].sort())
})

describe.each([...LANGUAGES])('the table of %s', (language) => {
  const table = wholeTable(language)

  test('[WEB-22] it has every text, none empty, and the same places for names in every form', () => {
    expect(ENGLISH.size).toBeGreaterThan(100)
    expect([...table.keys()].sort()).toEqual([...ENGLISH.keys()].sort())
    for (const [key, text] of table) {
      const [wanted = ''] = formsOf(ENGLISH.get(key) ?? '').slice(-1)
      for (const form of formsOf(text)) {
        expect([key, form.trim()]).not.toEqual([key, ''])
        expect([key, holes(form)]).toEqual([key, holes(wanted)])
      }
    }
  })

  test('[WEB-22] a text with a number has every form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort()
    const plurals = [...table].filter(([, text]) => typeof text !== 'string')
    expect(plurals.length).toBeGreaterThan(4)
    for (const [key, text] of plurals) expect([key, Object.keys(text).sort()]).toEqual([key, forms])
  })

  test('[WEB-22] it has its own direction', () => {
    const { direction } = new Intl.Locale(language).getTextInfo?.() ?? {}
    expect([table.get('locale'), table.get('direction')]).toEqual([language, direction])
  })
})

describe.each(Object.keys(OTHERS) as (keyof typeof OTHERS)[])('the texts of %s', (language) => {
  const table = wholeTable(language)
  const every = [...table].flatMap(([key, text]) =>
    FACTS.includes(key) ? [] : formsOf(text).map((form) => [key, form] as const),
  )

  test('[WEB-89] no text is still English, but for those that are the same word', () => {
    const same = every
      .filter(([key, form]) => formsOf(ENGLISH.get(key) ?? '').includes(form))
      .map(([key]) => key)
    expect([...new Set(same)].sort()).toEqual([...EQUAL_TO_ENGLISH[language]].sort())
  })

  test('[WEB-89] a number that a sentence has in English is in the sentence', () => {
    // One and two are words in Arabic, and nothing is needed for none.
    const spoken = language === 'ar' ? ['zero', 'one', 'two'] : []
    for (const [key, text] of table) {
      const other = ENGLISH.get(key)
      if (typeof text === 'string' || other === undefined || typeof other === 'string') continue
      if (!other.other.includes('{n}')) continue
      for (const [form, own] of Object.entries(text))
        if (!spoken.includes(form))
          expect([key, form, own]).toEqual([key, form, expect.stringContaining('{n}')])
    }
  })

  test('[WEB-89] marks are set as the language sets them', () => {
    const wrong = every.filter(([, form]) => MARKS[language].some((mark) => mark.test(form)))
    expect(wrong).toEqual([])
  })

  test('[WEB-89] every refusal that a user can meet has a text', () => {
    const { refusalText } = OTHERS[language]
    const say = (code: string, more: object = {}) => refusalText({ code, message: 'said', ...more })
    const other = say('nonsense')
    for (const code of REFUSED)
      expect([code, say(code)]).not.toEqual([code, other.replace('nonsense', code)])
    for (const code of IMPOSSIBLE) expect(say(code)).toBe(other.replace('nonsense', code))
    expect([...REFUSED, ...IMPOSSIBLE, 'disconnected', 'storage'].sort()).toEqual(
      [...Object.keys(REFUSALS), 'disconnected', 'storage'].sort(),
    )
    expect(say('invalid_input')).toContain('said')
    expect(say('internal', { id: '7f3c' })).toContain('7f3c')
    const late = say('rate_limited', { retryAfter: 40 })
    expect(late).toStartWith(say('rate_limited'))
    expect(late.replace(/[٠-٩]/g, (digit) => `${digit.charCodeAt(0) - 0x660}`)).toContain('40')
    // The words of an operator stay as they are; the server's own are translated.
    expect(say('text_refused')).toBe('said')
    const own = REFUSALS.text_refused.title
    expect(refusalText({ code: 'text_refused', message: own })).not.toBe(own)
  })
})

/** What is wrong in a text of a language. */
const MARKS: Readonly<Record<keyof typeof OTHERS, readonly RegExp[]>> = {
  de: [
    /["“](?!$)(?=\S*\w)/,
    /\s[:;!?]/,
    /\.\.\./,
    /\bSie\b(?! (?:wird|werden|müssen|erfahren|kann|ist))/,
  ],
  es: [/["“”]/, /^[^¿]*\?/, /^[^¡]*!/, /\s[:;!?]/, /\.\.\./],
  // A narrow no-break space stands before high marks and inside of quotation marks.
  fr: [/["“”']/, /(?<!\u202f)[:;!?»]/, /«(?!\u202f)/, /\.\.\./],
  ar: [/["“”]/, /[?,;]/, /\.\.\./],
  ja: [/["“”]/, /[,.;!?](?!\w)/, /\.\.\./, /[（）]\s|\s[（）]/, /[ぁ-んァ-ン一-龠]: /],
}

test('[WEB-89] planted marks are found', () => {
  const planted = {
    de: ['"so"', 'Warum ?', 'Wort...'],
    es: ['Qué?', 'Hola!', '“eso”'],
    fr: ['Quoi ?', 'Non\u00a0!', '«ça»', "l'un"],
    ar: ['ماذا?', 'نعم, لا'],
    ja: ['なに?', '見た.', '入力: 何か'],
  }
  for (const [language, texts] of Object.entries(planted))
    for (const text of texts)
      expect([
        text,
        MARKS[language as keyof typeof OTHERS].some((mark) => mark.test(text)),
      ]).toEqual([text, true])
})

test('[WEB-22] numbers are written as the language writes them', () => {
  expect(count('en', englishApp.newMessages, 1)).toBe('1 new message')
  expect(count('en', englishApp.newMessages, 1200)).toBe('1,200 new messages')
  expect(count('ar', ar.app.newMessages, 2)).toBe('رسالتان جديدتان')
  expect(count('ar-EG', ar.app.newMessages, 3)).toBe('٣ رسائل جديدة')
  expect(count('de', de.app.newMessages, 1200)).toBe('1.200 neue Nachrichten')
  expect(count('fr', fr.app.newMessages, 0)).toBe('0 nouveau message')
  expect(count('fr', fr.app.newMessages, 1e6)).toBe('1\u202f000\u202f000 de nouveaux messages')
  expect(count('es', es.app.newMessages, 2)).toBe('2 mensajes nuevos')
  expect(count('ja', ja.app.newMessages, 1)).toBe('新しいメッセージ1件')
  expect(fill('{a} and {b}', { a: '{b}' })).toBe('{b} and {b}')
})

test('[WEB-22] the first language of the browser that there is decides', () => {
  expect(languageOf(['tlh', 'ar-EG', 'en'])).toBe('ar')
  expect(languageOf(['pt-BR', 'es-MX', 'en'])).toBe('es')
  expect(languageOf(['AR'])).toBe('ar')
  expect(['de-AT', 'fr-CA', 'ja-JP'].map((tag) => languageOf([tag]))).toEqual(['de', 'fr', 'ja'])
  expect(languageOf(['tlh'])).toBe('en')
  expect(languageOf([])).toBe('en')
})
