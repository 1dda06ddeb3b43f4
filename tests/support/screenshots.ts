import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Message, MyRoom } from '../../protocol/entities.ts'
import { ensureWeb } from '../../web/build.ts'
import { openBrowser } from './browser.ts'
import { parlance } from './parlance.ts'
import { signTabIn } from './web-page.ts'

const WIDE = { viewport: { width: 1280, height: 800 } }
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { ...WIDE, colorScheme: 'light' },
  dark: { ...WIDE, colorScheme: 'dark' },
  arabic: { ...WIDE, colorScheme: 'light', locale: 'ar' },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
}

/** Writes `<screen>-<look>.png` for each screen of the demo and each look into a folder. */
export async function takeScreenshots(folder: string): Promise<void> {
  await ensureWeb()
  // Every way in. Nothing is mailed.
  const ways = {
    PARLANCE_ACCOUNTS: 'open',
    PARLANCE_SMTP_URL: 'smtp://127.0.0.1:1',
    PARLANCE_MAIL_FROM: 'Parlance <parlance@example.org>',
    PARLANCE_URL: 'http://127.0.0.1',
  }
  await using server = await parlance(ways, true)
  const mira = await founder(server)
  const { rooms }: { rooms: MyRoom[] } = await mira.ask('GET', '/rooms')
  const room = idOf(rooms, 'Workshop')
  const thread = await longestThread(await mira.history(room, '?limit=100'))
  await using browser = await openBrowser()
  for (const [look, options] of Object.entries(LOOKS)) {
    await using context = await browser.newContext(options)
    const visitor = await context.newPage()
    for (const [screen, path] of [
      ['door', '/'],
      ['sign-in', '/sign-in'],
      ['sign-up', '/sign-up'],
      ['forgotten', '/forgotten'],
    ] as const) {
      await open(visitor, server.url + path, '.entry-card')
      await take(visitor, screen, look)
    }
    const page = await context.newPage()
    await signTabIn(page, mira.token, 'Mira Lindqvist')
    for (const [screen, path, sign] of [
      ['room', `/r/${room}`, '.composer textarea'],
      ['members', `/r/${room}/members`, '.member-list li'],
      ['pins', `/r/${room}/pins`, '.pins li'],
      // In wide windows the rail is beside every screen.
      ...(look === 'narrow' ? ([['rooms', '/', '.rail-room']] as const) : []),
      ['thread', `/r/${room}/t/${thread}`, '.panel .message[data-first=true]'],
      ['room-settings', `/r/${room}/settings`, '.room-settings form'],
      ['search', '/search?q=the%20in:workshop', '.hits li'],
      ['inbox', '/inbox', '.inbox li'],
      ['browse', '/rooms', '.browse li'],
      ['account', '/account', '.account-user'],
      ['privacy', '/account/privacy', '.account form, .account .choice'],
      ['moderation', '/moderation', '.staff-tab'],
    ] as const) {
      await open(page, server.url + path, sign)
      await take(page, screen, look)
    }
    await open(page, `${server.url}/r/${room}`, '.reaction')
    const liked = page.locator('.message', { has: page.locator('.reaction') })
    await liked.last().click({ button: 'right' })
    await page.getByRole('menu').waitFor()
    await take(page, 'message-menu', look)
    await open(page, `${server.url}/r/${room}/members`, '.member-list li')
    await page.locator('.member-list button', { hasText: 'Aiko' }).click()
    await page.locator('.profile-member').waitFor()
    await take(page, 'profile', look)
    await page.keyboard.press('Escape')
    for (const [screen, key, sign] of [
      ['switcher', 'Control+k', '.switcher [role=option]'],
      ['keys', 'Control+/', '.key-sheet'],
    ] as const) {
      await page.keyboard.press(key)
      await page.locator(sign).first().waitFor()
      await take(page, screen, look)
      await page.keyboard.press('Escape')
      await page.locator(sign).first().waitFor({ state: 'detached' })
    }
  }

  async function take(page: Page, screen: string, look: string): Promise<void> {
    await settled(page)
    await page.screenshot({ path: join(folder, `${screen}-${look}.png`) })
  }
}

type Demo = Awaited<ReturnType<typeof parlance>>

/** The administrator of the demo. */
async function founder(server: Demo) {
  const { handle: login, password } = server.demo ?? {}
  const body = JSON.stringify({ login, password })
  const answer = await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', body })
  const { accessToken } = await answer.json()
  return server.as(accessToken)
}

async function open(page: Page, url: string, sign: string): Promise<void> {
  await page.goto(url)
  await page.locator(sign).first().waitFor()
}

function idOf(rooms: readonly MyRoom[], wanted: string): string {
  const room = rooms.find(({ name }) => name === wanted)
  if (room === undefined) throw new Error(`the demo has no room ${wanted}`)
  return room.id
}

function longestThread(messages: readonly Message[]): string {
  const [longest] = messages.toSorted((one, other) => repliesOf(other) - repliesOf(one))
  if (longest === undefined) throw new Error('the demo has no messages')
  return longest.id
}

const repliesOf = ({ replies }: Message) => replies?.count ?? 0

/** What fades in has ended. */
const settled = (page: Page) =>
  page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => undefined),
  )
