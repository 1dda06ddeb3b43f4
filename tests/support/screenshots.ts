import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { WebLobby } from './web-lobby.ts'

const WIDE = { viewport: { width: 1280, height: 800 } }
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { ...WIDE, colorScheme: 'light' },
  dark: { ...WIDE, colorScheme: 'dark' },
  arabic: { ...WIDE, colorScheme: 'light', locale: 'ar' },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
}

const SAID: readonly (readonly [string, string])[] = [
  ['Mira', 'Good morning! The printers arrived, all eleven of them.'],
  ['Mira', 'Two have no power cable. I have written to the supplier.'],
  ['Tomás', 'I have spare cables in the van, will bring them at ten'],
  ['Hana', 'The new opening hours are on the door: 9 to 18, Thursdays until 20.'],
  ['Omar', 'صباح الخير للجميع'],
  [
    'Tomás',
    'Who takes the tour of the workshop on Friday? There are fourteen guests, and three of them come by train, so somebody has to meet them at the station.',
  ],
  ['Hana', 'I can, gladly.'],
  ['Mira', 'Thank you, Hana.'],
]

/** Writes `<screen>-<look>.png` for each screen and look into a folder. */
export async function takeScreenshots(folder: string): Promise<void> {
  await using at = await WebLobby.open()
  const rooms = await fill(at)
  const garden = rooms[0]
  for (const [look, options] of Object.entries(LOOKS)) {
    await using visitor = await at.tab(undefined, undefined, options)
    const { page } = visitor
    const take = async (screen: string) => {
      await settled(page)
      await page.screenshot({ path: join(folder, `${screen}-${look}.png`) })
    }
    for (const [screen, path] of [
      ['door', '/'],
      ['sign-in', '/sign-in'],
      ['sign-up', '/sign-up'],
      ['forgotten', '/forgotten'],
    ] as const) {
      await page.goto(at.url + path)
      await page.locator('.entry-card').waitFor()
      await take(screen)
    }
    const { token } = await at.ask('POST', 'guests', undefined, { name: 'Ada' })
    for (const room of rooms) await at.ask('PUT', `rooms/${room}/members/me`, token)
    const { id: ada } = await at.ask('GET', 'me', token)
    const mira = await personOf(at, 'Mira')
    await at.ask('PATCH', `rooms/${garden}/members/${ada}`, mira, { role: 'admin' })
    const thread = await openThread(at, garden, ada)
    await say(at, rooms[1], 'Hana', 'The saw is back from the repair.')
    await page.evaluate(
      (token) =>
        sessionStorage.setItem(
          'parlance.session',
          JSON.stringify({ kind: 'tab', token, name: 'Ada' }),
        ),
      token,
    )
    for (const [screen, path, sign] of [
      ['room', `/r/${garden}`, '.message'],
      ['members', `/r/${garden}/members`, '.member-list li'],
      ['pins', `/r/${garden}/pins`, '.pins li'],
      // In wide windows the rail is beside every screen.
      ...(look === 'narrow' ? ([['rooms', '/', '.rail-room']] as const) : []),
      ['thread', `/r/${garden}/t/${thread}`, '.panel .message[data-first=true]'],
      ['room-settings', `/r/${garden}/settings`, '.room-settings form'],
      ['search', '/search?q=the%20in:print', '.hits li'],
      ['inbox', '/inbox', '.inbox li'],
      ['browse', '/rooms', '.browse li'],
      ['account', '/account', '.account-user'],
      ['privacy', '/account/privacy', '.account form, .account .choice'],
    ] as const) {
      await page.goto(at.url + path)
      await page.locator(sign).first().waitFor()
      await take(screen)
    }
    await page.goto(`${at.url}/r/${garden}`)
    await page.locator('.message', { has: page.locator('.reaction') }).click({ button: 'right' })
    await page.getByRole('menu').waitFor()
    await take('message-menu')
    await page.goto(`${at.url}/r/${garden}/members`)
    await page.locator('.member-list button', { hasText: 'Hana' }).click()
    await page.locator('.profile-member').waitFor()
    await take('profile')
    await page.keyboard.press('Escape')
    for (const [screen, key, sign] of [
      ['switcher', 'Control+k', '.switcher [role=option]'],
      ['keys', 'Control+/', '.key-sheet'],
    ] as const) {
      await page.keyboard.press(key)
      await page.locator(sign).first().waitFor()
      await take(screen)
      await page.keyboard.press('Escape')
    }
  }
}

const people = new Map<string, string>()

/** The token of a person. */
async function personOf(at: WebLobby, name: string): Promise<string> {
  const token = people.get(name) ?? (await at.ask('POST', 'guests', undefined, { name })).token
  people.set(name, token)
  return token
}

async function say(at: WebLobby, room: string, name: string, text: string, more: object = {}) {
  const token = await personOf(at, name)
  await at.ask('PUT', `rooms/${room}/members/me`, token)
  return (await at.ask('POST', `rooms/${room}/messages`, token, { text, ...more })).id
}

/** What belongs to messages: an answer, a thread, a pin and reactions. */
async function discuss(at: WebLobby, room: string): Promise<void> {
  const question = await say(at, room, 'Tomás', 'Is Friday at ten fine for everybody?')
  const answer = await say(at, room, 'Hana', 'Yes. I bring the coffee.', { replyTo: question })
  await say(at, room, 'Omar', 'The train comes at 9:40.', { thread: question })
  await at.ask('PUT', `rooms/${room}/pins/${question}`, await personOf(at, 'Mira'))
  for (const [name, emoji] of [
    ['Mira', '❤️'],
    ['Omar', '☕'],
    ['Tomás', '☕'],
  ] as const)
    await at.ask(
      'PUT',
      `rooms/${room}/messages/${answer}/reactions/${encodeURIComponent(emoji)}`,
      await personOf(at, name),
    )
}

/** A thread about the opening hours, and a mention. Returns the id of the thread's root. */
async function openThread(at: WebLobby, room: string, ada: string): Promise<string> {
  const send = async (name: string, body: object) =>
    (await at.ask('POST', `rooms/${room}/messages`, await personOf(at, name), body)).id
  const thread = await send('Hana', { text: 'Shall we open on Sunday, too?' })
  await send('Omar', { text: 'Only in spring, when the fair is in town.', thread })
  await send('Mira', { text: 'Then we need one more person at the desk.', thread })
  await send('Tomás', {
    text: 'Ada, can you look at printer four before lunch?',
    mentions: { users: [ada] },
  })
  return thread
}

/** A small invented workshop, with three rooms. */
async function fill(at: WebLobby): Promise<readonly [string, string]> {
  const mira = await personOf(at, 'Mira')
  const create = async (name: string, topic: string) =>
    (await at.ask('POST', 'rooms', mira, { type: 'public', name, topic })).id
  const garden = await create('Print shop', 'Orders, machines and who is in today')
  const workshop = await create('Wood workshop', 'Tools and opening hours')
  await create('Library', 'Books that anybody may borrow')
  for (const [name, text] of SAID) await say(at, garden, name, text)
  await discuss(at, garden)
  return [garden, workshop]
}

/** What fades in has ended. */
const settled = (page: Page) =>
  page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => undefined),
  )
