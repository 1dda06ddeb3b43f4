import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { ensureWeb } from '../web/build.ts'
import { BROWSER_TEST_MS, CHROMIUM, openBrowser, PAGE_MS } from './support/browser.ts'
import { DATABASE } from './support/database.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { freePort } from './support/process.ts'
import { waitFor } from './support/wait.ts'
import { complaintsOf, settlesAt, signTabIn } from './support/web-page.ts'

// Two people on two nodes of one server, each in a browser of their own. The SQLite of one process has no second node.

setDefaultTimeout(BROWSER_TEST_MS)

if (DATABASE !== 'sqlite')
  describe.skipIf(!CHROMIUM || REDIS === '')('two nodes in two browsers', () => {
    test('[WEB-39] the pages of two users on two nodes agree, and go on when a node is restarted', async () => {
      await ensureWeb()
      await using cluster = await nodes(1)
      const place = {
        PARLANCE_DATABASE_URL: cluster.at(0).place.PARLANCE_DATABASE_URL,
        PARLANCE_REDIS_URL: REDIS,
        PARLANCE_PORT: `${await freePort()}`,
      }
      const second = await parlance(place)
      let restarted: typeof second | undefined
      const browser = await openBrowser()
      const complaints: string[][] = []
      const open = async (url: string, token: string, name: string) => {
        const page = await (
          await browser.newContext({ viewport: { width: 1280, height: 800 } })
        ).newPage()
        page.setDefaultTimeout(PAGE_MS)
        complaints.push(complaintsOf(page))
        await signTabIn(page, token, name)
        await page.goto(url)
        return page
      }
      try {
        const [ana, ben] = [await cluster.at(0).guest('Ana'), await cluster.at(0).guest('Ben')]
        const hers = await open(cluster.at(0).url, ana.token, 'Ana')
        const his = await open(second.url, ben.token, 'Ben')

        await rail(hers).getByRole('button', { name: 'New room' }).click()
        await hers.getByLabel('Name of the room').fill('Garden')
        await hers.getByRole('button', { name: 'Create room' }).click()
        await hers.getByRole('heading', { name: 'Garden' }).waitFor()
        await his.goto(`${second.url}/rooms`)
        const listed = his.getByRole('listitem').filter({ hasText: 'Garden' })
        await listed.getByRole('button', { name: 'Join' }).click()
        await box(his).waitFor()
        await hers.getByText('Ben joined').waitFor()

        await write(his, 'Who waters the roses')
        await row(hers, 'Who waters the roses').waitFor()
        await box(his).press('ArrowUp')
        await his.getByLabel('Text of the message').fill('Who waters the roses?')
        await his.getByLabel('Text of the message').press('Enter')
        await row(hers, 'Who waters the roses?').waitFor()
        await row(hers, 'roses?').hover()
        await bar(hers, 'roses?', 'Add a reaction')
        await hers.getByLabel('Search emoji').fill('thumbs up')
        await hers.locator('.emoji-picker [aria-rowcount="1"]').waitFor()
        await hers.getByLabel('Search emoji').press('Enter')
        await his.getByRole('button', { name: '👍, 1 person' }).waitFor()

        await row(hers, 'roses?').hover()
        await bar(hers, 'roses?', 'Reply in thread')
        const panel = hers.getByRole('complementary')
        await panel.getByLabel('Write a message').fill('I do')
        await panel.getByLabel('Write a message').press('Enter')
        await his.getByRole('link', { name: '1 reply' }).click()
        await his.getByRole('complementary').getByText('I do').waitFor()

        await rail(hers).getByRole('button', { name: 'New direct message' }).click()
        await hers.getByLabel('Person', { exact: true }).fill('be')
        await hers.getByRole('dialog').getByRole('button', { name: 'Ben' }).click()
        await hers.getByRole('heading', { name: 'Ben' }).waitFor()
        await write(hers, 'between us')
        await rail(his)
          .getByRole('link', { name: /^Ana 1 unread/ })
          .click()
        await row(his, 'between us').waitFor()
        await his.reload()
        await row(his, 'between us').waitFor()

        // His node is restarted; what both write meanwhile arrives, once.
        await second.stop()
        await his.locator('.connection:not([data-connection=live])').waitFor({ state: 'attached' })
        await write(hers, 'while it was down')
        await write(his, 'from a node that is down', 'sending')
        restarted = await parlance(place)
        await row(hers, 'from a node that is down').waitFor()
        const texts = ['between us', 'while it was down', 'from a node that is down']
        for (const page of [his, hers]) await settlesAt(() => textsOf(page), texts)
        expect(complaints.flat()).toEqual([])
      } finally {
        await browser.close()
        await restarted?.[Symbol.asyncDispose]()
        await second[Symbol.asyncDispose]()
      }
    })
  })

const rail = (page: Page) => page.getByRole('navigation', { name: 'Rooms' })
const box = (page: Page) => page.locator('main').getByLabel('Write a message')
const row = (page: Page, text: string) => page.locator('main .message', { hasText: text })
const textsOf = (page: Page) => page.locator('main .message .text').allTextContents()

async function write(page: Page, text: string, state = 'sent'): Promise<void> {
  await box(page).fill(text)
  await box(page).press('Enter')
  await waitFor(() =>
    page.locator(`main .message[data-state=${state}]`, { hasText: text }).isVisible(),
  )
}

const bar = (page: Page, text: string, name: string) =>
  row(page, text).locator('.row-bar').getByRole('button', { name }).click()
