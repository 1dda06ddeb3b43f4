import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { LANGUAGES, type Language } from '../web/words/words.ts'
import { PASSWORD, signUp } from './support/accounts.ts'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { cut, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 320, height: 640 }

/** What the app says in a language, and a search of emoji that finds 👍 alone. There are no names in Arabic. */
type Said = Readonly<
  Record<
    'browser' | 'today' | 'name' | 'account' | 'refused' | 'emoji' | 'group' | 'thumbs' | 'own',
    string
  >
>
const SAID: Readonly<Record<Language, Said>> = {
  de: {
    ...{
      browser: 'de-AT',
      own: 'Deutsch',
      today: 'Heute',
      name: 'Dein Name',
      account: 'Dein Konto',
    },
    refused: 'Der Benutzername oder das Passwort ist falsch. Prüfe beides.',
    ...{ emoji: 'Emoji suchen', group: 'Smileys und Gefühle', thumbs: 'daumen hoch' },
  },
  en: {
    ...{
      browser: 'en-GB',
      own: 'English',
      today: 'Today',
      name: 'Your name',
      account: 'Your account',
    },
    refused: 'The login or the password is wrong: check both, and try again',
    ...{ emoji: 'Search emoji', group: 'Smileys and emotions', thumbs: 'thumbs up' },
  },
  es: {
    ...{ browser: 'es-MX', own: 'Español', today: 'Hoy', name: 'Tu nombre', account: 'Tu cuenta' },
    refused: 'El nombre de usuario o la contraseña no son correctos. Revísalos.',
    ...{ emoji: 'Buscar emoji', group: 'Caras y emociones', thumbs: 'pulgar hacia arriba' },
  },
  fr: {
    ...{
      browser: 'fr-CA',
      own: 'Français',
      today: 'Aujourd’hui',
      name: 'Votre nom',
      account: 'Votre compte',
    },
    refused: 'L’identifiant ou le mot de passe est faux. Vérifiez les deux.',
    ...{ emoji: 'Rechercher un émoji', group: 'Visages et émotions', thumbs: 'pouce vers le haut' },
  },
  ar: {
    ...{ browser: 'ar-EG', own: 'العربية', today: 'اليوم', name: 'اسمك', account: 'حسابك' },
    refused: 'اسم المستخدم أو كلمة المرور غير صحيح. تحقق منهما.',
    ...{ emoji: 'ابحث عن رمز', group: 'الوجوه والمشاعر', thumbs: 'الإبهام لأعلى' },
  },
  ja: {
    ...{ browser: 'ja-JP', own: '日本語', today: '今日', name: '名前', account: 'アカウント' },
    refused: 'ユーザー名またはパスワードが違います。両方をご確認ください。',
    ...{ emoji: '絵文字を検索', group: '顔と感情', thumbs: 'サムズアップ' },
  },
}

const facts = (page: Page) =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])
const factsOf = (language: Language) => [language, language === 'ar' ? 'rtl' : 'ltr']

/** The sizes of marks: one that shrinks beside a long text is smaller than the others. */
const marks = (page: Page) =>
  page.evaluate(() => [
    ...new Set(
      [...document.querySelectorAll('input[type=radio], input[type=checkbox]')].map(
        (one) => one.getBoundingClientRect().width,
      ),
    ),
  ])

/** Without a font for Japanese the boxes in place of the signs are narrower than the signs, which are as wide as high. */
const widenSigns = (page: Page) =>
  page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d')
    if (context === null) throw new Error('there is no canvas')
    context.font = `100px ${getComputedStyle(document.body).fontFamily}`
    const missing = 1 - context.measureText('漢').width / 100
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`* { letter-spacing: ${Math.max(0, missing)}em !important }`)
    document.adoptedStyleSheets = [sheet]
  })

describe.skipIf(!CHROMIUM)('the languages', () => {
  let people = 0
  const suite = webSuite({ PARLANCE_ACCOUNTS: 'open' })

  async function setUp(language: Language, path: string, isSignedIn = false) {
    const handle = `person${++people}`
    const { client } = await signUp(suite.server, handle)
    const { id: room } = await client.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await client.send(room, 'read me')
    const context = await suite.browser.newContext({
      locale: SAID[language].browser,
      viewport: WIDE,
    })
    const page = await suite.page(context, isSignedIn ? client.token : undefined, handle)
    await page.goto(suite.server.url + path)
    return {
      ...{ handle, page, room },
      go: (path: string) => page.goto(suite.server.url + path),
      /** Checks what is shown, wide and narrow. */
      async looks(state: string): Promise<void> {
        if (language === 'ja') await widenSigns(page)
        for (const size of [NARROW, WIDE]) {
          await page.setViewportSize(size)
          // Axe takes longer than all else here, and what it knows of texts does not depend on the width.
          const faults = size === NARROW ? await violations(page) : []
          const found = [faults, await cut(page)]
          expect([state, size.width, ...found]).toEqual([state, size.width, [], []])
          const sizes = await marks(page)
          expect([state, size.width, sizes]).toEqual([state, size.width, sizes.slice(0, 1)])
        }
      },
      [Symbol.asyncDispose]: () => context.close(),
    }
  }

  for (const language of LANGUAGES)
    test(`[WEB-89] everything fits in ${language}, from signing in to the settings`, async () => {
      const { name, account, refused, today } = SAID[language]
      await using at = await setUp(language, '/')
      const { page, room, go, looks } = at
      await page.getByText(name, { exact: true }).waitFor()
      expect(await facts(page)).toEqual(factsOf(language))
      await looks('the entry')

      await go('/sign-in')
      await page.locator('input[autocomplete*=username]').fill(at.handle)
      await page.locator('input[type=password]').fill('a wrong password')
      await page.locator('button[type=submit]').click()
      await page.getByText(refused).waitFor()
      await looks('a refusal')
      await page.locator('input[type=password]').fill(PASSWORD)
      await page.locator('button[type=submit]').click()
      await page.waitForURL((url) => url.pathname.startsWith('/r/'))

      await go(`/r/${room}`)
      await page.getByRole('log').getByText('read me').waitFor()
      await page.getByRole('log').getByText(today, { exact: true }).waitFor()
      await looks('a room')
      await go(`/r/${room}/settings`)
      await page.locator('.room-settings form').first().waitFor()
      await looks('the settings of a room')
      for (const tab of ['profile', 'security', 'privacy']) {
        await go(`/account/${tab}`)
        await page.getByRole('heading', { name: account, exact: true }).waitFor()
        await page.locator('.account > :nth-child(3)').waitFor()
        await looks(tab)
      }
      expect(await facts(page)).toEqual(factsOf(language))
    })

  test('[WEB-89] the languages have their own names, and are chosen without a reload', async () => {
    await using at = await setUp('en', '/account', true)
    const { page } = at
    await page.getByRole('heading', { name: SAID.en.account }).waitFor()
    await page.evaluate(() => Reflect.set(window, 'isSamePage', true))
    const names = page.locator('.choice [lang]')
    expect(await names.allTextContents()).toEqual(LANGUAGES.map((one) => SAID[one].own))
    for (const language of [...LANGUAGES, 'en'] as const) {
      await page.getByLabel(SAID[language].own).check()
      await page.getByRole('heading', { name: SAID[language].account, exact: true }).waitFor()
      expect(await facts(page)).toEqual(factsOf(language))
    }
    expect(await page.evaluate(() => Reflect.get(window, 'isSamePage'))).toBe(true)
  })

  test('[WEB-89] a text that does not fit is found', async () => {
    await using at = await setUp('de', '/account', true)
    const { page } = at
    const button = page.locator('.account button').last()
    await button.waitFor()
    expect(await cut(page)).toEqual([])
    await button.evaluate((one) => {
      one.textContent = 'Donaudampfschifffahrt'.repeat(20)
      Object.assign(one.style, { whiteSpace: 'nowrap', inlineSize: '100px' })
    })
    expect((await cut(page)).join()).toContain('Donaudampfschifffahrt')
    // The part of the page that contains the button scrolls.
    await button.evaluate((one) => Object.assign(one.style, { inlineSize: '9999px' }))
    expect((await cut(page)).join()).toContain('<main class="screen">')
  })

  for (const language of LANGUAGES)
    test(`[WEB-89] emoji are found by their names in ${language}`, async () => {
      await using at = await setUp(language, '/', true)
      const { page } = at
      await at.go(`/r/${at.room}`)
      const row = page.getByRole('log').locator('.message', { hasText: 'read me' })
      await row.hover()
      await row.locator('.row-bar button').first().click()
      const { emoji, group, thumbs } = SAID[language]
      await page.locator('.emoji-group', { hasText: group }).waitFor()
      await page.getByLabel(emoji).fill(thumbs)
      await page.locator('.emoji-picker [aria-rowcount="1"]').waitFor()
      await page.getByLabel(emoji).press('Enter')
      await page.locator('.reaction', { hasText: '👍' }).waitFor()
    })
})
