import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import { Random } from './history/random.ts'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import type { Client } from './support/client.ts'
import { waitFor } from './support/wait.ts'
import { violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)

/** What the tabs of one user showed and played: `shown` and `closed` with the tag, `sound`, `asked`. */
type Records = { readonly what: string; readonly tag?: string; readonly text?: string }[]

describe.skipIf(!CHROMIUM)('the attention of a user in a browser', () => {
  const suite = webSuite()

  /** Ana with three rooms that Ben is in, and a browser in which each tab is hers. */
  async function setUp(permission: NotificationPermission = 'granted') {
    const [ana, ben] = [await suite.server.guest('Ana'), await suite.server.guest('Ben')]
    const rooms = await Promise.all(['Garden', 'Kitchen', 'Attic'].map((name) => create(name)))
    const context = await suite.browser.newContext({
      serviceWorkers: 'allow',
      viewport: { width: 1280, height: 800 },
    })
    const records: Records = []
    await context.exposeFunction('record', (one: Records[number]) => void records.push(one))
    await context.addInitScript(recordAttention, permission)
    await context.addInitScript(
      (session) => sessionStorage.setItem('parlance.session', session),
      JSON.stringify({ kind: 'tab', token: ana.token, name: 'Ana', user: ana.id }),
    )
    async function create(name: string): Promise<string> {
      const { id } = await ana.ask('POST', '/rooms', { type: 'public', name })
      await ben.ask('PUT', `/rooms/${id}/members/me`)
      return id
    }
    return {
      ...{ ana, ben, rooms, context, records },
      tab: (path: string) => open(context, path),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }

  async function open(context: BrowserContext, path: string): Promise<Page> {
    const page = await suite.page(context)
    await page.goto(suite.server.url + path)
    await page.getByRole('link', { name: 'Attic' }).waitFor()
    return page
  }

  const shown = (records: Records, what: string) => records.filter((one) => one.what === what)

  test('[WEB-31] in a random walk in two tabs the title, the icon, the badge of the app and the sum of the rooms are one number', async () => {
    await using at = await setUp()
    const { ana, ben, rooms } = at
    const tabs = [await at.tab('/account'), await at.tab('/account')]
    const seed = Math.trunc(Math.random() * 2 ** 31)
    const random = new Random(seed)
    const pick = <T>(all: readonly T[]): T => random.pick(all)
    const steps = {
      send: () => ben.send(pick(rooms), 'for all'),
      mention: () => ben.send(pick(rooms), 'for you', { mentions: { users: [ana.id] } }),
      mute: () =>
        ana.ask('PATCH', `/rooms/${pick(rooms)}/preferences`, { notify: pick(['all', 'none']) }),
      async read() {
        const room = pick(rooms)
        const page = pick(tabs)
        await page.locator(`.rail a[href$="${room}"]`).click()
        await page.waitForSelector('.connection[data-connection=live]', { state: 'attached' })
      },
      leave: () => pick(tabs).locator('.rail a[href$="/account"]').click(),
    }
    const names = Object.keys(steps) as (keyof typeof steps)[]
    const walked: string[] = []
    let most = 0
    for (let step = 0; step < 25; step++) {
      const name = pick([...names, 'send', 'mention'] as const)
      walked.push(name)
      await steps[name]()
      let seen: unknown
      await waitFor(async () => {
        const expected = await badgesOf(ana)
        const numbers = await Promise.all(tabs.map(numbersOf))
        seen = { seed, walked, expected, numbers }
        most = Math.max(most, expected)
        return numbers.flat().every((n) => n === expected)
      }, 10).catch(() => expect(seen).toBe('one number'))
    }
    expect(most).toBeGreaterThan(0)
  })

  test('[WEB-32] with three tabs, and one of them closed, a message is one notification and one sound, and none in the room that is looked at', async () => {
    await using at = await setUp()
    const { ana, ben, rooms, records } = at
    const [garden = '', kitchen = '', attic = ''] = rooms
    const leader = await at.tab('/account')
    await leader.waitForSelector('html[data-notifies]')
    const inKitchen = await at.tab(`/r/${kitchen}`)
    const third = await at.tab('/account')
    await inKitchen.waitForFunction(
      (room) =>
        navigator.locks.query().then(({ held }) => held?.some((one) => one.name?.endsWith(room))),
      kitchen,
    )
    for (const page of [leader, third]) await turnOn(page)

    await ben.send(garden, 'first')
    await waitFor(async () => shown(records, 'shown').length === 1)
    await waitFor(async () => shown(records, 'sound').length === 1)
    await leader.close()
    await Promise.any([inKitchen, third].map((page) => page.waitForSelector('html[data-notifies]')))
    await ben.send(kitchen, 'looked at')
    await ben.send(attic, 'second')
    await waitFor(async () => shown(records, 'shown').length === 2)
    await waitFor(async () => shown(records, 'sound').length === 2)
    expect(shown(records, 'shown').map(({ tag, text }) => [tag, text])).toEqual([
      [garden, 'Ben · Garden: first'],
      [attic, 'Ben · Attic: second'],
    ])

    // Read on another device.
    const { rooms: list } = await ana.ask('GET', `/rooms?id=${attic}`)
    await ana.ask('PUT', `/rooms/${attic}/read`, { seq: list[0].lastMessage.seq })
    await waitFor(async () => shown(records, 'closed').some(({ tag }) => tag === attic))

    // A muted room.
    const notifying = (await inKitchen.$('html[data-notifies]')) === null ? third : inKitchen
    await ana.ask('PATCH', `/rooms/${attic}/preferences`, { notify: 'none' })
    await notifying.waitForSelector('.rail-room[data-muted=true]')
    await ben.send(attic, 'for nobody')
    await ben.send(garden, 'for you', { mentions: { users: [ana.id] } })
    await waitFor(async () => shown(records, 'shown').length === 3)
    expect(shown(records, 'shown').at(-1)?.text).toBe('Ben · Garden: for you')

    await notifying.evaluate(() => Reflect.get(window, 'shown').at(-1).onclick())
    await notifying.waitForURL(`**/r/${garden}/m/*`)
    await notifying.getByRole('log').getByText('for you').waitFor()
  })

  test('[WEB-33] the browser is asked after a press in the notice only, and the answer holds on the device', async () => {
    await using at = await setUp('default')
    const page = await at.tab('/account')
    await page.getByText('Do you want to be notified').waitFor()
    expect(await violations(page)).toEqual([])
    expect(shown(at.records, 'asked')).toEqual([])
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByText('Do you want to be notified').waitFor({ state: 'detached' })
    expect(shown(at.records, 'asked').length).toBe(1)
    expect(await page.getByLabel('Show new messages').isChecked()).toBe(true)
    await page.getByLabel('Play a sound').uncheck()
    const other = await at.tab('/account')
    expect(await other.getByLabel('Play a sound').isChecked()).toBe(false)
  })

  test('[WEB-34] a user who signs out in one tab has signed out in the others, and nothing is kept', async () => {
    await using at = await setUp()
    const [garden = ''] = at.rooms
    await at.ben.send(garden, 'kept for a while')
    const [page, other] = [await at.tab(`/r/${garden}`), await at.tab('/account')]
    await page.getByRole('log').getByText('kept for a while').waitFor()
    const kept = () =>
      page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))
    await waitFor(async () => (await kept()).some((name) => name.includes(at.ana.id)))
    await other.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByText('You have signed out in another tab.').waitFor()
    expect(await violations(page)).toEqual([])
    await other.getByLabel('Your name').waitFor()
    await waitFor(async () => !(await kept()).some((name) => name.includes(at.ana.id)))
  })

  const turnOn = (page: Page) => page.getByLabel('Show new messages').check()

  /** What stands at the rooms by the rule of the app: the mentions, or the unread messages where they are wanted. */
  async function badgesOf(ana: Client): Promise<number> {
    const { rooms } = await ana.ask('GET', '/rooms')
    return rooms.reduce(
      (sum: number, { unread, mentions, preferences }: Room) =>
        sum + (mentions || (preferences.notify === 'none' ? 0 : unread)),
      0,
    )
  }
})

type Room = { unread: number; mentions: number; preferences: { notify: string } }

/** Title, icon, badge of the app, and sum of the badges of the rooms. */
const numbersOf = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')?.href ?? ''
    const badges = [...document.querySelectorAll('.rail a[href*="/r/"] .badge > [aria-hidden]')]
    return [
      Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0),
      Number(/>(\d+)\+?<\/text>/.exec(decodeURIComponent(icon))?.[1] ?? 0),
      Reflect.get(window, 'appBadge') ?? 0,
      badges.reduce((sum, badge) => sum + Number(badge.textContent), 0),
    ]
  })

/** Replaces what a headless browser cannot show or play. */
function recordAttention(permission: NotificationPermission): void {
  const record: (one: object) => void = (one) => Reflect.get(window, 'record')(one)
  class Fake {
    static permission = permission
    static async requestPermission() {
      record({ what: 'asked' })
      Fake.permission = 'granted'
      return 'granted'
    }
    readonly tag: string
    constructor(title: string, { tag, body }: { tag: string; body: string }) {
      this.tag = tag
      record({ what: 'shown', tag, text: `${title}: ${body}` })
      Reflect.set(window, 'shown', [...(Reflect.get(window, 'shown') ?? []), this])
    }
    close() {
      record({ what: 'closed', tag: this.tag })
    }
  }
  Reflect.set(window, 'Notification', Fake)
  const create = AudioContext.prototype.createOscillator
  AudioContext.prototype.createOscillator = function () {
    record({ what: 'sound' })
    return create.call(this)
  }
  Reflect.set(navigator, 'setAppBadge', async (n: number) => Reflect.set(window, 'appBadge', n))
}
