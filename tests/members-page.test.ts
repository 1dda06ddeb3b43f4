import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { waitFor } from './support/wait.ts'
import { cut, settlesAt, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { viewport: { width: 1280, height: 900 } }

describe.skipIf(!CHROMIUM)('members and the settings of a room', () => {
  const suite = webSuite()

  /** A room that Ana owns and Ben is in, and a page of Ana. */
  async function setUp(options: BrowserContextOptions = WIDE) {
    const [ana, ben] = [await suite.server.guest('Ana'), await suite.server.guest('Ben')]
    const { id: room } = await ana.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await ben.ask('PUT', `/rooms/${room}/members/me`)
    const context = await suite.browser.newContext({
      ...options,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const page = await suite.page(context, ana.token)
    return {
      ...{ ana, ben, room, context, page },
      panel: page.getByRole('complementary'),
      card: page.getByRole('dialog'),
      go: (path: string) => page.goto(suite.server.url + path),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }
  test('[WEB-66] the members are shown with role, presence and status, and the card of one leads to a dm', async () => {
    await using at = await setUp()
    const { page, panel, card, ben, room, go } = at
    await go(`/r/${room}/members`)
    const row = (name: string) => panel.getByRole('listitem').filter({ hasText: name })
    await row('Ana').getByText('Owner').waitFor()
    await row('Ben').getByText('Offline').waitFor()
    const socket = await ben.socket()
    await row('Ben').getByText('Online').waitFor()
    await ben.ask('PUT', '/me/presence', { status: 'In the greenhouse' })
    await row('Ben').getByText('In the greenhouse').waitFor()
    await row('Ben').getByRole('button').click()
    await card.getByText('In the greenhouse').waitFor()
    await card.getByRole('button', { name: 'Send a message' }).click()
    await page.getByRole('heading', { name: 'Ben' }).waitFor()
    socket.close()
  })

  test('[WEB-66] whoever may changes the role of a member, removes them, and everybody can block', async () => {
    await using at = await setUp()
    const { panel, card, ana, ben, room, go, context } = at
    await go(`/r/${room}/members`)
    const row = panel.getByRole('listitem').filter({ hasText: 'Ben' })
    await row.getByRole('button').click()
    await card.getByLabel('Moderator').check()
    await row.getByText('Moderator').waitFor()
    const members = async () => (await ana.ask('GET', `/rooms/${room}/members`)).members
    expect((await members()).map(({ role }: { role: string }) => role).sort()).toEqual([
      'moderator',
      'owner',
    ])
    await card.getByRole('button', { name: 'Block' }).click()
    await card.getByText('You have blocked this person').waitFor()
    expect((await ana.ask('GET', '/me/blocks')).blocks).toHaveLength(1)
    await card.getByRole('button', { name: 'Unblock' }).click()
    await waitFor(async () => (await ana.ask('GET', '/me/blocks')).blocks.length === 0)

    // A moderator does not act on the owner.
    const bens = await suite.page(context, ben.token, 'Ben')
    await bens.goto(`${suite.server.url}/r/${room}/members`)
    await bens.getByRole('complementary').getByRole('button', { name: 'Ana' }).click()
    await bens.getByRole('dialog').getByRole('button', { name: 'Block' }).waitFor()
    await settlesAt(() => bens.getByRole('dialog').getByText('Role in this room').count(), 0)
    await card.getByRole('button', { name: 'Remove from the room' }).click()
    await row.waitFor({ state: 'detached' })
    await bens.getByText('You are not a member of this room').waitFor()
  })

  test('[WEB-67] an invitation link is made, copied, leads into the room, and can be ended', async () => {
    await using at = await setUp()
    const { page, panel, ana, room, go, context } = at
    await go(`/r/${room}/settings`)
    await panel.getByRole('button', { name: 'New invitation link' }).click()
    await panel.getByRole('button', { name: 'Copy' }).click()
    await panel.getByRole('button', { name: 'Copied' }).waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const cleo = await suite.page(context, (await suite.server.guest('Cleo')).token, 'Cleo')
    await cleo.goto(link)
    await cleo.getByRole('heading', { name: 'Garden' }).waitFor()
    await page.reload()
    await panel.getByText('Link, used 1 time').waitFor()
    await panel.getByRole('button', { name: 'End the invitation of Ana' }).click()
    await waitFor(
      async () => (await ana.ask('GET', `/rooms/${room}/invitations`)).invitations.length === 0,
    )
  })

  test('[WEB-67] a room that is joined on request asks its question, and the staff answer', async () => {
    await using at = await setUp()
    const { page, panel, room, go, context } = at
    await go(`/r/${room}/settings`)
    await panel.getByLabel('People whom the staff let in').check()
    await panel.getByLabel('Question to people').fill('Which plants do you like?')
    await panel.getByRole('button', { name: 'Save' }).last().click()
    await panel.getByText('Nobody is waiting').waitFor()
    const cleo = await suite.page(context, (await suite.server.guest('Cleo')).token, 'Cleo')
    await cleo.goto(`${suite.server.url}/r/${room}`)
    await cleo.getByRole('button', { name: 'Ask to join' }).click()
    await cleo.getByLabel('Which plants do you like?').fill('Ferns')
    await cleo.getByRole('button', { name: 'Send request' }).click()
    await cleo.getByText('Your request was sent').waitFor()
    await panel.getByText('Ferns').waitFor()
    await panel.getByRole('button', { name: 'Accept' }).click()
    await panel.getByText('Nobody is waiting').waitFor()
    await cleo.keyboard.press('Escape')
    await cleo.getByLabel('Write a message').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/r/${room}/settings`)
  })

  test('[WEB-67] the settings of a room are changed by those who may, and everybody has their own notifications', async () => {
    await using at = await setUp()
    const { page, panel, card, ana, ben, room, go, context } = at
    await go(`/r/${room}/settings`)
    await panel.getByLabel('Name of the room').fill('Rose garden')
    await panel.getByLabel('Only the staff can write').check()
    await panel.getByRole('button', { name: 'Save' }).first().click()
    await page.getByRole('heading', { name: 'Rose garden' }).waitFor()
    const bens = await suite.page(context, ben.token, 'Ben')
    await bens.goto(`${suite.server.url}/r/${room}/settings`)
    await bens.getByText('Only the staff of this room can write').waitFor()
    const theirs = bens.getByRole('complementary')
    await theirs.getByLabel('Mentions').check()
    await waitFor(async () => {
      const { rooms } = await ben.ask('GET', `/rooms?id=${room}`)
      return rooms[0].preferences.notify === 'mentions'
    })
    await settlesAt(() => theirs.getByLabel('Name of the room').count(), 0)
    await panel.getByRole('button', { name: 'Archive' }).click()
    await bens.getByText('This room is archived').waitFor()
    await panel.getByRole('button', { name: 'Reopen' }).click()
    await panel.getByRole('button', { name: 'Delete the room' }).click()
    await card.getByLabel('Type the name').fill('Rose garden')
    await card.getByRole('button', { name: 'Delete the room' }).click()
    await bens.getByText('does not exist any more').waitFor()
    expect((await ana.call('GET', `/rooms/${room}`)).status).toBe(404)
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
  ] as const)
    test(`[WEB-18] axe finds nothing in members and settings, ${Object.values(options).join(' ')}`, async () => {
      await using at = await setUp({ ...WIDE, ...options })
      const { page, panel, card, room, go } = at
      await go(`/r/${room}/members`)
      await panel.getByRole('button', { name: 'Ben' }).waitFor()
      expect(await violations(page)).toEqual([])
      await panel.getByRole('button', { name: 'Ben' }).click()
      await card.getByRole('radio').first().waitFor()
      expect(await violations(page)).toEqual([])
      await go(`/r/${room}/settings`)
      await panel.locator('form').first().waitFor()
      expect(await violations(page)).toEqual([])
      await page.setViewportSize({ width: 320, height: 640 })
      await settlesAt(() => cut(page), [])
    })
})
