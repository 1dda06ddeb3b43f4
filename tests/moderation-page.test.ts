import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import type { Client } from './support/client.ts'
import { waitFor } from './support/wait.ts'
import { cut, LONG_NAME, settlesAt, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { viewport: { width: 1280, height: 800 } }

// Ana is an administrator, Ben and Cleo are members of her room.
describe.skipIf(!CHROMIUM)('moderation in a browser', () => {
  const suite = webSuite()

  async function setUp() {
    const [ana, ben, cleo] = await Promise.all(
      ['Ana', 'Ben', 'Cleo'].map((n) => suite.server.user(n)),
    )
    if (!ana || !ben || !cleo) throw new Error('nobody')
    const { id: room } = await ana.room('public', ben, cleo)
    await suite.server.backend().ask('PATCH', `/users/${ana.id}`, { role: 'administrator' })
    const contexts: { close: () => Promise<void> }[] = []
    return {
      ...{ ana, ben, cleo, room },
      async page(who: Client, name: string, path: string, options: BrowserContextOptions = WIDE) {
        const context = await suite.browser.newContext(options)
        contexts.push(context)
        const page = await suite.page(context, who.token, name)
        await page.goto(suite.server.url + path)
        return page
      },
      [Symbol.asyncDispose]: async () => {
        await Promise.all(contexts.map((context) => context.close()))
      },
    }
  }
  const card = async (page: Page, name: string) => {
    await page.getByRole('complementary').getByRole('button', { name }).click()
    return page.getByRole('dialog', { name })
  }
  const choose = async (page: Page, name: string, item: string) => {
    const opened = await card(page, name)
    await opened.getByRole('button', { name: `Options of ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const box = (page: Page) => page.getByLabel('Write a message')

  test('[WEB-80] a report is sent, claimed, read with its evidence, and closed', async () => {
    await using at = await setUp()
    const { ana, ben, cleo, room } = at
    const { id: message } = await cleo.send(room, 'something bad')
    const page = await at.page(ben, 'Ben', `/r/${room}`)
    await choose(page, 'Cleo', 'Report')
    await page.getByLabel('Insults or harassment').check()
    await page.getByLabel('Anything else').fill('every day')
    await page.getByRole('button', { name: 'Send report' }).click()
    await page.getByText('Your report was sent').waitFor()
    await ben.ask('POST', '/reports', { message, reason: 'abuse' })
    await cleo.ask('DELETE', `/rooms/${room}/messages/${message}`)

    const staff = await at.page(ana, 'Ana', `/moderation/rooms/${room}`)
    const cards = staff.locator('.staff-card')
    await waitFor(async () => (await cards.count()) === 2)
    await cards
      .filter({ hasText: 'Message of Cleo' })
      .getByRole('button', { name: 'I handle' })
      .click()
    await staff.getByLabel('Being handled').check()
    await staff.getByRole('button', { name: 'Details' }).click()
    await staff.getByText('something bad').waitFor()
    await staff.getByLabel('Warned').check()
    await staff.getByLabel('Note for the staff').fill('talked to her')
    await staff.getByRole('button', { name: 'Close report' }).click()
    await staff.getByText('Nobody is handling a report').waitFor()
    await staff.getByLabel('Closed').check()
    await staff.getByText('talked to her').waitFor()
    // The other one is still new, and appears without a reload.
    await staff.getByLabel('New').check()
    await staff.getByText('1 person reported this').waitFor()
    await cleo.ask('POST', '/reports', { user: ben.id, room, reason: 'spam' })
    await staff.locator('.staff-card').filter({ hasText: 'Ben' }).waitFor()
  })

  test('[WEB-81] a muted member sees why and until when, appeals, and can write again when it is lifted', async () => {
    await using at = await setUp()
    const { ana, ben, room } = at
    const page = await at.page(ben, 'Ben', `/r/${room}`)
    await box(page).waitFor()
    const staff = await at.page(ana, 'Ana', `/r/${room}`)
    await choose(staff, 'Ben', 'Mute or ban')
    await staff.getByLabel('1 week').check()
    await staff.getByLabel('Reason').fill('too loud')
    await staff.getByRole('dialog').getByRole('button', { name: 'Mute' }).click()
    await staff.getByText('Ben is muted').waitFor()
    await page.getByText('You are muted').waitFor()
    await page.getByText('Reason: too loud').waitFor()
    await page.getByText('It ends on').waitFor()
    await settlesAt(() => box(page).count(), 0)
    await page.getByRole('button', { name: 'Appeal' }).click()
    await page.getByRole('textbox', { name: 'Your appeal' }).fill('it was my cat')
    await page.getByRole('button', { name: 'Send appeal' }).click()
    await page.getByText('Your appeal was sent').waitFor()

    await staff.goto(`${suite.server.url}/moderation/rooms/${room}/sanctions`)
    await staff.getByText('it was my cat').waitFor()
    await staff.getByLabel('Your answer').fill('fine')
    await staff.getByRole('button', { name: 'Lift it' }).click()
    await staff.getByText('Nobody is banned or muted').waitFor()
    await box(page).waitFor()
  })

  test('[WEB-81] who is banned sees the reason in the place of the room, or of the app', async () => {
    await using at = await setUp()
    const { ana, ben, cleo, room } = at
    const page = await at.page(ben, 'Ben', `/r/${room}`)
    await box(page).waitFor()
    const ban = { kind: 'ban', reason: 'spam' }
    await ana.ask('POST', `/rooms/${room}/sanctions`, { ...ban, user: ben.id })
    await page.getByText('You are banned from this room').waitFor()
    await page.getByText('Reason: spam').waitFor()

    const other = await at.page(cleo, 'Cleo', `/r/${room}`)
    await box(other).waitFor()
    await ana.ask('POST', '/sanctions', { ...ban, user: cleo.id })
    await other.getByText('You are banned from this server').waitFor()
    await other.getByRole('button', { name: 'Appeal' }).click()
    await other.getByRole('textbox', { name: 'Your appeal' }).fill('sorry')
    await other.getByRole('button', { name: 'Send appeal' }).click()
    await other.getByText('Your appeal was sent').waitFor()
    expect(await violations(other)).toEqual([])
    const { sanctions } = await ana.ask('GET', '/sanctions')
    await ana.ask('DELETE', `/sanctions/${sanctions[0].id}`)
    await other.getByRole('button', { name: 'Try again' }).click()
    await box(other).waitFor()
  })

  test('[WEB-82] messages of a blocked person are hidden until the user wants to see them', async () => {
    await using at = await setUp()
    const { ben, cleo, room } = at
    await cleo.send(room, 'look at me')
    await cleo.send(room, 'again')
    const page = await at.page(ben, 'Ben', `/r/${room}`)
    await page.getByText('look at me').waitFor()
    await page.getByText('look at me').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Block' }).click()
    await page.getByText('Message of a blocked person').first().waitFor()
    await settlesAt(() => page.getByRole('log').getByText('look at me').count(), 0)
    await page.getByRole('button', { name: 'Show' }).first().click()
    await page.getByText('look at me').waitFor()
    await settlesAt(() => page.getByText('Message of a blocked person').count(), 1)
    await page.getByText('look at me').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Unblock' }).click()
    await page.getByRole('log').getByText('again').waitFor()
  })

  test('[WEB-83] the staff of a room removes members, deletes all of their messages, and slows the room', async () => {
    await using at = await setUp()
    const { ana, cleo, room } = at
    for (const text of ['one', 'two']) await cleo.send(room, text)
    const page = await at.page(ana, 'Ana', `/r/${room}`)
    await page.getByText('two').waitFor()
    await choose(page, 'Cleo', 'Delete all')
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await waitFor(async () => (await page.getByText('This message was deleted').count()) === 2)
    await page.getByText('This message was deleted').first().waitFor()
    await (await card(page, 'Cleo')).getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Cleo was removed').waitFor()

    await page.getByRole('button', { name: 'Options of A room' }).last().click()
    await page.getByRole('menuitem', { name: 'Moderation' }).click()
    await page.getByRole('tab', { name: 'Slow mode' }).click()
    await page.getByLabel('5 minutes', { exact: true }).check()
    await waitFor(async () => (await ana.ask('GET', `/rooms/${room}`)).slowSeconds === 300)
  })

  test('[WEB-83] word lists of a room are made, changed and deleted', async () => {
    await using at = await setUp()
    const { ana, ben, room } = at
    const page = await at.page(ana, 'Ana', `/moderation/rooms/${room}/words`)
    await page.getByRole('button', { name: 'New word list' }).click()
    await page.getByLabel('Name of the list').fill('Mild')
    await page.getByLabel('Words, one a line').fill('botheration\nfiddle*')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('2 words').waitFor()
    await waitFor(async () => {
      const said = await ben.call('POST', `/rooms/${room}/messages`, { text: 'fiddlesticks' })
      return said.status !== 201
    })
    await page.getByRole('button', { name: 'Edit Mild' }).click()
    await waitFor(async () => (await page.getByLabel('Words, one').inputValue()).includes('fiddle'))
    await page.getByLabel('Words, one a line').fill('botheration')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('1 word').waitFor()
    await page.getByRole('button', { name: 'Delete Mild' }).click()
    await page.getByText('There are no word lists').waitFor()
  })

  test('[WEB-83] an administrator sees people and the audit log, gives roles, and asks why somebody may not', async () => {
    await using at = await setUp()
    const { ana, ben, room } = at
    const page = await at.page(ana, 'Ana', '/moderation/people')
    const menu = page.getByRole('main').getByRole('button', { name: 'Options of Ben' })
    await menu.click()
    await page.getByRole('menuitem', { name: 'Why may' }).click()
    await page.getByLabel('Command').fill('rooms.delete')
    await page.getByLabel('Room', { exact: true }).selectOption(room)
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByText('Not allowed').waitFor()
    await page.keyboard.press('Escape')
    await menu.click()
    await page.getByRole('menuitem', { name: 'Role on the server' }).click()
    await page.getByLabel('Moderator').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Ben' }).getByText('Moderator').waitFor()
    expect((await ben.ask('GET', '/me')).role).toBe('moderator')
    await page.getByRole('tab', { name: 'Audit log' }).click()
    await page.getByText('users.updateRole').first().waitFor()

    const other = await at.page(at.cleo, 'Cleo', '/moderation')
    await other.getByText('for the people who keep order').waitFor()
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
    { colorScheme: 'dark', viewport: { width: 320, height: 640 } },
  ] as const)
    test(`[WEB-18] axe finds nothing in moderation, and nothing is too wide: ${JSON.stringify(options)}`, async () => {
      await using at = await setUp()
      const { ana, ben, cleo, room } = at
      for (const { id } of [ben, cleo])
        await suite.server.backend().ask('PATCH', `/users/${id}`, { name: LONG_NAME })
      const { id: message } = await cleo.send(room, 'something bad')
      await ben.ask('POST', '/reports', { message, reason: 'abuse', text: 'every day' })
      await ana.ask('POST', `/rooms/${room}/sanctions`, {
        kind: 'mute',
        user: ben.id,
        reason: 'loud',
      })
      const [mine] = (await ben.ask('GET', '/me/sanctions')).sanctions
      await ben.ask('POST', `/me/sanctions/${mine.id}/appeal`, { text: 'it was my cat' })
      const page = await at.page(ana, 'Ana', `/moderation/rooms/${room}/reports`, {
        ...WIDE,
        ...options,
      })
      const card = page.locator('.staff-card')
      await card.getByRole('button').last().click()
      await page.locator('.evidence').waitFor()
      const check = async () => {
        expect(await violations(page)).toEqual([])
        await settlesAt(() => cut(page), [])
      }
      await check()
      for (const [tab, sign] of [
        ['sanctions', '.staff-card form'],
        ['words', '.staff-tab .button'],
        ['pace', '.staff-tab .choice'],
        ['audit', '.audit li'],
      ] as const) {
        await page.goto(`${suite.server.url}/moderation/rooms/${room}/${tab}`)
        await page.locator(sign).first().waitFor()
        await check()
      }
      await page.goto(`${suite.server.url}/moderation/people`)
      await page.locator('.people-list li').first().waitFor()
      await check()
      for (const item of [1, 2, 4, 5, 6]) {
        await page.locator('.people-list').getByRole('button', { name: LONG_NAME }).first().click()
        await page.getByRole('menuitem').nth(-item).click()
        await page.locator('.dialog[open]').waitFor()
        await check()
        await page.keyboard.press('Escape')
        await page.locator('.dialog[open]').waitFor({ state: 'detached' })
      }
    })
})
