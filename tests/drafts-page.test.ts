import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { boxOf, openComposer } from './support/composer-page.ts'
import { waitFor } from './support/wait.ts'
import { settlesAt } from './support/web-page.ts'

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('what is not sent, in a browser', () => {
  let at: Awaited<ReturnType<typeof openComposer>>
  beforeAll(async () => {
    at = await openComposer()
  })
  afterAll(() => at?.[Symbol.asyncDispose]())
  const setUp: typeof at.setUp = (options, prepare) =>
    at.setUp({ serviceWorkers: 'allow', ...options }, prepare)

  test('[WEB-44] a draft, its caret and its reply stay in their room: through a switch, a reload, a crash, and in the other tab', async () => {
    await using walk = await setUp()
    const { ana, ben, room, page, box, open, context } = walk
    const { id: other } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Kitchen' })
    await ana.ask('PUT', `/rooms/${other}/members/me`)
    const { id: closed } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Cellar' })
    await ana.ask('PUT', `/rooms/${closed}/members/me`)
    await ben.ask('PATCH', `/rooms/${closed}`, { readOnly: true })
    const second = await open()
    await box.fill('for the garden')
    await box.press('Home')
    await box.press('ArrowRight')
    await box.press('ArrowRight')
    await settlesAt(() => boxOf(second).inputValue(), 'for the garden')

    const rail = page.getByRole('navigation', { name: 'Rooms' })
    await rail.getByRole('link', { name: 'Cellar' }).click()
    await page.getByText('Only the staff of this room can write here').waitFor()
    await rail.getByRole('link', { name: 'Kitchen' }).click()
    await page.getByRole('heading', { name: 'Kitchen' }).waitFor()
    await settlesAt(() => box.inputValue(), '')
    await page.reload()
    await page.getByRole('heading', { name: 'Kitchen' }).waitFor()
    await settlesAt(() => box.inputValue(), '')
    await rail.getByRole('link', { name: 'Garden' }).click()
    await page.getByRole('heading', { name: 'Garden' }).waitFor()
    await waitFor(async () => (await box.inputValue()) === 'for the garden')
    expect(await caretOf(page)).toBe(2)
    // The tabs end as in a crash; the draft is in the storage alone.
    await page.close()
    await second.close()
    const again = await open()
    await waitFor(async () => (await boxOf(again).inputValue()) === 'for the garden')
    await boxOf(again).press('Enter')
    await waitFor(async () => (await ana.history(room)).length === 1)
    await settlesAt(() => boxOf(again).inputValue(), '')
    expect((await ana.history(other)).length).toBe(0)
    await context.close()
  })

  test('[WEB-44] a reply that was begun before a reload shows its message, and is sent as a reply', async () => {
    await using walk = await setUp()
    const { page, box, ana, ben, room } = walk
    const { id } = await ben.send(room, 'Who waters the roses?')
    await box.fill('I do')
    await page.evaluate(
      ([user, room, replyTo]) =>
        new Promise((resolve) => {
          const opening = indexedDB.open(`parlance window ${user}`)
          opening.onsuccess = () => {
            const drafts = opening.result.transaction('drafts', 'readwrite').objectStore('drafts')
            const draft = { room, replyTo, text: 'I do', caret: 4, at: Date.now() + 1000 }
            drafts.put(draft, room).onsuccess = resolve
          }
        }),
      [ana.id, room, id] as const,
    )
    await page.reload()
    await page.getByText('Reply to Ben').waitFor()
    await page.locator('.target-bar', { hasText: 'Who waters the roses?' }).waitFor()
    await box.press('Enter')
    await page.locator('.target-bar').waitFor({ state: 'detached' })
    await waitFor(async () => (await ana.history(room)).length === 2)
    expect((await ana.history(room)).map(({ replyTo }) => replyTo)).toEqual([undefined, id])
  })

  test('[WEB-44] messages that were written without a connection wait, survive a reload, and are sent once, in order', async () => {
    await using walk = await setUp()
    const { page, box, context, texts, open } = walk
    const second = await open()
    await context.setOffline(true)
    for (const text of ['one', 'two', 'three']) {
      await box.fill(text)
      await box.press('Enter')
    }
    const line = page.locator('[data-line=offline]')
    await line.getByText('3 messages are waiting').waitFor()
    await line.getByText(/Next try in|Trying/).waitFor()
    await second.locator('.message[data-state=sending]', { hasText: 'three' }).waitFor()
    await settlesAt(() => page.locator('.message[data-state=refused]').count(), 0)
    const now = line.getByRole('button', { name: 'Try now' })
    for (let n = 0; n < 10; n++) if (await now.isEnabled()) await now.click({ force: true })
    // The tabs end as in a crash; the messages are in the storage alone.
    await page.close()
    await second.close()
    await context.setOffline(false)
    const [again] = [await open(), await open()]
    await waitFor(async () => (await texts()).length === 3)
    await again.locator('.message[data-state=sent]', { hasText: 'three' }).waitFor()
    expect(await texts()).toEqual(['one', 'two', 'three'])
    await settlesAt(() => again.locator('[data-line=offline]').count(), 0)
  })

  test('[WEB-44] where the browser keeps nothing, the page says so once, and writing works', async () => {
    await using walk = await setUp({}, (page) =>
      page.addInitScript(
        () =>
          Reflect.deleteProperty(globalThis.window, 'indexedDB') ||
          Object.defineProperty(window, 'indexedDB', { value: undefined }),
      ),
    )
    const { page, box, texts } = walk
    await box.pressSequentially('kept nowhere')
    const line = page.locator('[data-line=storage]')
    await line.waitFor()
    await line.getByRole('button').click()
    await line.waitFor({ state: 'detached' })
    await box.press('Enter')
    await waitFor(async () => (await texts()).length === 1)
    await box.pressSequentially('again')
    await settlesAt(() => line.count(), 0)
  })

  test('[WEB-46] from a clipboard with text and a picture the text is pasted; a text that is far too long is offered cut', async () => {
    await using walk = await setUp()
    const { page, box, texts } = walk
    const paste = (text: string, picture: boolean) =>
      box.evaluate(
        (box: HTMLTextAreaElement, [text, picture]) => {
          const data = new DataTransfer()
          data.setData('text/plain', text as string)
          data.setData('text/html', '<table><tr><td>a</td></tr></table>')
          if (picture) data.items.add(new File(['x'], 'image.png', { type: 'image/png' }))
          const event = new ClipboardEvent('paste', {
            ...{ clipboardData: data, bubbles: true, cancelable: true },
          })
          // A synthetic event has no default action: this is what the browser does without a preventDefault.
          if (box.dispatchEvent(event)) document.execCommand('insertText', false, text as string)
        },
        [text, picture] as const,
      )
    await box.focus()
    await paste('a\tb\n1\t2', true)
    await settlesAt(() => box.inputValue(), 'a\tb\n1\t2')
    await box.fill('kept ')
    await paste('ü'.repeat(2_500_000), false)
    const notice = page.getByText('The text is too long for one message')
    await notice.waitFor()
    await settlesAt(() => box.inputValue(), 'kept ')
    await page.getByRole('button', { name: 'Paste the beginning' }).click()
    await notice.waitFor({ state: 'detached' })
    const pasted = await box.inputValue()
    expect(pasted.startsWith('kept üü')).toBe(true)
    expect(new TextEncoder().encode(pasted).length).toBeGreaterThan(16_380)
    await page.getByText(/characters? left/).waitFor()
    await box.press('End')
    await box.pressSequentially('12345')
    await page.getByText(/characters? too many/).waitFor()
    await box.press('Enter')
    await settlesAt(() => box.inputValue(), `${pasted}12345`)
    for (let n = 0; n < 5; n++) await box.press('Backspace')
    await box.press('Enter')
    await waitFor(async () => (await texts()).length === 1)
    expect((await texts())[0]).toBe(pasted)
  })

  test('[WEB-47] in slow mode the box counts down to the next message, and keeps the text', async () => {
    await using walk = await setUp()
    const { ben, page, texts } = walk
    const { id } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Slow', slowSeconds: 5 })
    await walk.ana.ask('PUT', `/rooms/${id}/members/me`)
    await page.goto(`${at.server.url}/r/${id}`)
    const box = boxOf(page)
    await box.fill('first')
    await box.press('Enter')
    await page.locator('[data-line=slow]').waitFor()
    await box.fill('second')
    await box.press('Enter')
    await settlesAt(() => box.inputValue(), 'second')
    await page.locator('[data-line=slow]').waitFor({ state: 'detached' })
    await box.press('Enter')
    const slow = async () => (await ben.history(id)).map(({ text }) => text)
    await waitFor(async () => (await slow()).length === 2)
    expect(await slow()).toEqual(['first', 'second'])
    expect(await texts()).toEqual([])
  })

  test('[WEB-47] a muted member reads why and until when, and has the draft back after', async () => {
    await using walk = await setUp()
    const { ben, page } = walk
    const { id } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Quiet' })
    await walk.ana.ask('PUT', `/rooms/${id}/members/me`)
    await page.goto(`${at.server.url}/r/${id}`)
    const box = boxOf(page)
    await box.fill('unsent')
    const mute = await ben.ask('POST', `/rooms/${id}/sanctions`, {
      ...{ kind: 'mute', user: walk.ana.id, reason: 'Too loud' },
    })
    await page.getByText('You are muted: you can read here').waitFor()
    await page.getByText('Reason: Too loud').waitFor()
    await settlesAt(() => box.count(), 0)
    await ben.ask('DELETE', `/rooms/${id}/sanctions/${mute.id}`)
    await box.waitFor()
    await settlesAt(() => box.inputValue(), 'unsent')
  })
})

const caretOf = (page: Page) =>
  boxOf(page).evaluate((box: HTMLTextAreaElement) => box.selectionStart)
