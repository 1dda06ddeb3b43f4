import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { openComposer } from './support/composer-page.ts'
import { waitFor } from './support/wait.ts'
import { cut, settlesAt, violations } from './support/web-page.ts'

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('the composer in a browser', () => {
  let at: Awaited<ReturnType<typeof openComposer>>
  beforeAll(async () => {
    at = await openComposer()
  })
  afterAll(() => at?.[Symbol.asyncDispose]())
  const setUp: typeof at.setUp = (...options) => at.setUp(...options)

  test('[WEB-42] a double click, a held Enter, and Enter with a click send a message once, and the box is empty at once', async () => {
    await using walk = await setUp()
    const { page, box, texts } = walk
    await box.fill('one')
    await page.getByRole('button', { name: 'Send', exact: true }).dblclick()
    await settlesAt(() => box.inputValue(), '')
    await box.fill('two')
    await box.evaluate((box) => {
      const press = (repeat: boolean) =>
        box.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, repeat }),
        )
      press(false)
      document.querySelector<HTMLElement>('.composer button[type=submit]')?.click()
      for (let n = 0; n < 20; n++) press(true)
    })
    await settlesAt(() => box.inputValue(), '')
    await box.fill('three')
    await box.press('Enter')
    await waitFor(async () => (await texts()).includes('three'))
    expect(await texts()).toEqual(['one', 'two', 'three'])
  })

  test('[WEB-42] Enter that chooses a word of an input method sends nothing, also in an edit and in the list of names', async () => {
    await using walk = await setUp()
    const { page, box, texts } = walk
    const compose = async (to = box) => {
      for (const key of [{ isComposing: true }, { keyCode: 229 }])
        await to.dispatchEvent('keydown', { key: 'Enter', bubbles: true, ...key })
    }
    await box.fill('日本')
    await compose()
    await settlesAt(() => box.inputValue(), '日本')
    await box.press('Enter')
    await waitFor(async () => (await texts()).length === 1)
    await page.locator('.message[data-state=sent]').waitFor()
    await box.press('ArrowUp')
    const edit = page.getByLabel('Text of the message')
    await edit.pressSequentially('語')
    await compose(edit)
    await settlesAt(() => edit.inputValue(), '日本語')
    await edit.press('Enter')
    await waitFor(async () => (await texts())[0] === '日本語')
    await box.pressSequentially('@f')
    await page.getByRole('listbox').waitFor()
    await compose()
    await settlesAt(() => box.inputValue(), '@f')
  })

  test('[WEB-43] Enter takes the name that is highlighted for the text in the box, the beginning of a word first', async () => {
    await using walk = await setUp()
    const { page, box, freya, ana, room, texts } = walk
    await box.pressSequentially('Hello @f')
    const names = page.getByRole('option')
    await names.first().waitFor()
    // Alfred has an f, too.
    expect(await names.allTextContents()).toEqual(['FFreya', 'AAlfred'])
    await box.press('ArrowDown')
    // Another text: the list begins again.
    await box.pressSequentially('re')
    await box.press('Enter')
    await settlesAt(() => box.inputValue(), 'Hello @Freya ')
    expect(await texts()).toEqual([])
    await box.pressSequentially('and @alf')
    await box.press('Tab')
    await box.pressSequentially('`@Ben` nobody@Ben')
    await box.press('Enter')
    await waitFor(async () => (await texts()).length === 1)
    const [message] = await ana.history(room)
    expect(message?.text).toBe('Hello @Freya and @Alfred `@Ben` nobody@Ben')
    expect(new Set<string>(message?.mentions?.users)).toEqual(new Set([freya.id, walk.alfred.id]))
    // Esc closes the list, and the text stays.
    await box.pressSequentially('@f')
    await page.getByRole('listbox').waitFor()
    await box.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    await box.press('Enter')
    await waitFor(async () => (await texts()).includes('@f'))
  })

  test('[WEB-43] while the names are on their way, Enter after @f sends nothing', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const asked = new Set<unknown>()
    await using walk = await setUp({}, (page) =>
      page.routeWebSocket(/socket/, (socket) => {
        const upstream = socket.connectToServer()
        socket.onMessage((data) => {
          if (String(data).includes('members.list')) asked.add(JSON.parse(String(data)).id)
          upstream.send(data)
        })
        upstream.onMessage(async (data) => {
          if (asked.has(JSON.parse(String(data)).id)) await held
          socket.send(data)
        })
      }),
    ).catch((error) => {
      release()
      throw error
    })
    const { page, box, texts } = walk
    await box.pressSequentially('@f')
    await box.press('Enter')
    await settlesAt(() => box.inputValue(), '@f')
    release()
    await page.getByRole('option', { name: 'Freya' }).waitFor()
    await box.press('Enter')
    await settlesAt(() => box.inputValue(), '@Freya ')
    expect(await texts()).toEqual([])
  })

  test('[WEB-43] :short: names become emojis, from the list or with the second colon', async () => {
    await using walk = await setUp()
    const { page, box } = walk
    await box.pressSequentially(':thumbsu')
    await page.getByRole('option', { name: 'thumbsup' }).waitFor()
    await box.press('Enter')
    await settlesAt(() => box.inputValue(), '👍 ')
    await box.pressSequentially(':heart:')
    await settlesAt(() => box.inputValue(), '👍 ❤️')
    await box.press('Control+z')
    await settlesAt(() => box.inputValue(), '👍 :heart:')
    await box.fill('10:30:45 a::b http://a.b:80')
    expect(await page.getByRole('listbox').allTextContents()).toEqual([])
  })

  test('[WEB-43] the picker beside the box puts an emoji where the caret is, and sends nothing', async () => {
    await using walk = await setUp()
    const { page, box, texts } = walk
    await box.fill('good work')
    for (let n = 0; n < 'work'.length; n++) await box.press('ArrowLeft')
    const button = page.getByRole('button', { name: 'Emoji', exact: true })
    await button.click()
    await page.locator('.emoji-picker [role=grid]').waitFor()
    await page.keyboard.type('thumbs up')
    await page.keyboard.press('Enter')
    await settlesAt(() => box.inputValue(), 'good 👍\uFE0Fwork')
    await page.keyboard.type(' ')
    await settlesAt(() => box.inputValue(), 'good 👍\uFE0F work')
    // A press on the button closes it, too, and Esc leads back to the button.
    await button.click()
    await page.locator('.emoji-picker').waitFor()
    expect(await violations(page)).toEqual([])
    await button.click()
    await page.locator('.emoji-picker').waitFor({ state: 'detached' })
    expect(await texts()).toEqual([])
  })

  test('[WEB-45] ↑ edits the last own message only from an empty box; Esc asks only if the text was changed; the draft is back after', async () => {
    await using walk = await setUp()
    const { page, box, ana, ben, room, texts } = walk
    await ana.send(room, 'first')
    await ana.send(room, 'second\nline')
    await ben.send(room, 'other')
    await page.getByRole('log').getByText('other').waitFor()
    await box.fill('a draft')
    await box.press('ArrowUp')
    await settlesAt(() => box.inputValue(), 'a draft')
    await box.fill('')
    const edit = page.getByLabel('Text of the message')
    await box.press('ArrowUp')
    await settlesAt(() => edit.inputValue(), 'second\nline')
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown']) await edit.press(key)
    await settlesAt(() => edit.inputValue(), 'second\nline')
    await edit.press('Escape')
    await edit.waitFor({ state: 'detached' })
    await box.focus()
    await box.press('ArrowUp')
    await edit.press('End')
    await edit.pressSequentially('!')
    for (let n = 0; n < 5; n++) await edit.press('Escape')
    await page.getByText('Discard your changes to this message?').waitFor()
    await settlesAt(() => edit.inputValue(), 'second\nline!')
    await page.getByRole('button', { name: 'Keep editing' }).click()
    await edit.press('Enter')
    await waitFor(async () => (await texts()).includes('second\nline!'))
    await box.fill('the draft stays')
    await box.fill('')
    await box.press('ArrowUp')
    await edit.fill('thrown away')
    await edit.press('Escape')
    await page.getByRole('button', { name: 'Discard' }).click()
    await edit.waitFor({ state: 'detached' })
    expect(await texts()).toEqual(['first', 'second\nline!', 'other'])
  })

  test('[WEB-45] keys that are pressed elsewhere, and Esc, leave the text as it is', async () => {
    await using walk = await setUp()
    const { page, box, ben, room, texts } = walk
    await ben.send(room, 'select me')
    await page.getByRole('log').getByText('select me').dblclick()
    await box.fill('typed')
    await page.getByRole('log').focus()
    for (const key of 'abcdefghijklmnopqrstuvwxyz1/:;@'.split('')) await page.keyboard.press(key)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await box.focus()
    for (let n = 0; n < 5; n++) await box.press('Escape')
    await settlesAt(() => box.inputValue(), 'typed')
    expect(await texts()).toEqual(['select me'])
  })

  test('[WEB-45] twenty hostile sequences of keys neither lose text nor send half a word', async () => {
    await using walk = await setUp()
    const { page, box, texts } = walk
    const sequences = [
      ['Escape'],
      ['Control+b', 'Control+b'],
      ['Control+i', 'Escape', 'Control+z'],
      ['Shift+Enter', 'Backspace'],
      ['ArrowUp', 'ArrowDown'],
      ['Home', 'ArrowUp', 'End'],
      ['Tab', 'Shift+Tab'],
      ['Control+a', 'ArrowRight'],
      ['Control+a', 'Control+b', 'Control+b', 'ArrowRight'],
      ['Control+a', 'Control+c', 'Control+v'],
      ['Control+a', 'Control+x', 'Control+v'],
      ['@', 'Escape', 'Backspace'],
      ['@', 'ArrowDown', 'ArrowUp', 'Escape', 'Backspace'],
      [':', 'Escape', 'Backspace'],
      ['Control+z', 'Control+Shift+z'],
      ['PageUp', 'PageDown', 'Control+End'],
      ['Delete', 'Insert'],
      ['Alt+ArrowLeft'],
      ['Control+e', 'Control+e'],
      ['Control+Shift+x', 'Control+Shift+x'],
    ]
    for (const keys of sequences) {
      await box.focus()
      await box.fill('half a wor ')
      for (const key of keys) await page.keyboard.press(key)
      expect([keys, await box.inputValue()]).toEqual([keys, 'half a wor '])
    }
    expect(sequences.length).toBe(20)
    expect(await texts()).toEqual([])
  })

  for (const [look, options] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['in Arabic, 320 pixels wide', { locale: 'ar', viewport: { width: 320, height: 640 } }],
  ] as const)
    test(`[WEB-18] axe finds nothing while somebody writes, ${look}`, async () => {
      await using walk = await setUp(options)
      const { page, box, ana, room } = walk
      await ana.send(room, 'mine')
      await page.getByRole('log').getByText('mine').waitFor()
      const looks = async (state: string) => {
        const found = await violations(page)
        expect([state, found, await cut(page)]).toEqual([state, [], []])
      }
      await box.pressSequentially('@')
      await page.getByRole('option').first().waitFor()
      await looks('names')
      await box.fill('')
      await box.pressSequentially(':hear')
      await page.getByRole('option').first().waitFor()
      await looks('emojis')
      await box.fill('x'.repeat(16_000))
      await page.locator('[data-line=length]').waitFor()
      await looks('near the limit')
      await box.fill('x'.repeat(17_000))
      await page.locator('[data-over=true]').waitFor()
      await looks('too long')
      await box.fill('')
      await box.press('ArrowUp')
      await page.locator('.edit-box textarea').pressSequentially('!')
      await page.locator('.edit-box textarea').press('Escape')
      await page.getByRole('alert').waitFor()
      await looks('an edit that was changed')
      await page.context().setOffline(true)
      await page.locator('[data-line=offline]').waitFor()
      await looks('offline')
    })
})
