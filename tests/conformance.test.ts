import { describe, expect, test } from 'bun:test'
import { EPHEMERAL_EVENTS, EVENTS } from '../protocol/events.ts'
import { LIMITS } from '../protocol/limits.ts'
import { readFinals } from './chaos/finals.ts'
import { onEveryRuntime, said, send } from './conformance/runtimes.ts'
import { everything, speak, story } from './conformance/stories.ts'
import { check } from './history/checker.ts'
import { Recorder } from './history/recorder.ts'
import { invited } from './support/accounts.ts'
import { needsChromium } from './support/browser.ts'
import { token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { TcpProxy } from './support/proxy.ts'
import { waitFor } from './support/wait.ts'

/** What each of two says while the server is killed. */
const SAID = 40
/** Of which types some driver told. */
const decoded = new Set<string>()

test('there is a Chromium to try the SDK in', needsChromium)

const at = onEveryRuntime()
const { each } = at

describe('[CLI-1] on every runtime', () => {
  test(
    '[CLI-1] what is sent is answered, and received by everyone as it was answered',
    each(async (driver) => {
      const ana = await at.server.user('Ana')
      const ben = await at.server.user('Ben')
      const mine = await driver.live(`ana ${ana.id}`, at.server.url, ana.token)
      const theirs = await driver.live(`ben ${ben.id}`, at.server.url, ben.token)
      const room = await ana.room('group', ben)
      const message = await send(driver, `ana ${ana.id}`, room.id, 'Hello', {
        data: { a: [1, null] },
      })
      expect(message).toMatchObject({
        text: 'Hello',
        data: { a: [1, null] },
        sender: { id: ana.id },
      })
      for (const { told } of [mine, theirs]) {
        const received = await waitFor(() => told.find(({ type }) => type === 'message.created'))
        expect(received['message']).toEqual(message)
      }
      const pages = await driver.ask({ do: 'history', chat: `ana ${ana.id}`, room: room.id })
      expect(pages).toEqual([message])
    }),
    60_000,
  )

  test(
    '[CLI-1] history comes page by page, the newest first, each message once',
    each(async (driver) => {
      const ana = await at.server.user('Ana')
      const room = await ana.room()
      for (let i = 0; i < 120; i++) await ana.send(room.id, `${i}`)
      await driver.live(`ana ${ana.id}`, at.server.url, ana.token)
      const all: { text: string }[] = await driver.ask({
        do: 'history',
        chat: `ana ${ana.id}`,
        room: room.id,
      })
      expect(all.map(({ text }) => text)).toEqual(
        Array.from({ length: 120 }, (_, i) => `${119 - i}`),
      )
    }),
    60_000,
  )

  test(
    '[CLI-2] a refusal is an error with the server’s code, words and fields',
    each(async (driver) => {
      const ana = await at.server.user('Ana')
      const chat = `ana ${ana.id}`
      await driver.live(chat, at.server.url, ana.token)
      const room = await ana.room()
      const refused = await driver.try({
        do: 'call',
        chat,
        name: 'messages.send',
        input: { room: room.id, text: ' ' },
      })
      const { body } = await ana.call('POST', `/rooms/${room.id}/messages`, { text: ' ' })
      expect(refused.error).toEqual({
        code: 'invalid_input',
        message: body.detail,
        fields: { text: 'is empty' },
      })
      const unseen = { room: 'room_00000000000000000000000000', text: 'x' }
      const { error } = await driver.try({ do: 'call', chat, name: 'messages.send', input: unseen })
      expect(error?.code).toBe('not_found')
    }),
    60_000,
  )

  test(
    '[CLI-3] every event is decoded, and says what the server said',
    each(async (driver) => {
      const owner = await at.server.user('Owner')
      const me = await invited(at.server, `me-${crypto.randomUUID().slice(0, 8)}`)
      const raw = await me.socket()
      const { told } = await driver.live(`me ${me.id}`, at.server.url, me.token)
      await everything(at.server, owner, me, at.drivers.indexOf(driver))
      const isOver = (all: readonly { type: string }[]) =>
        all.some((e) => e.type === 'room.deleted')
      await waitFor(() => isOver(raw.events) && isOver(told))
      const events = () => told.filter(({ seq }) => seq !== undefined)
      await waitFor(() => events().length >= raw.events.length)
      expect(byLog(events())).toEqual(byLog(raw.events))
      for (const { type } of told) decoded.add(type)
    }),
    60_000,
  )

  test('[CLI-3] and these were events and signals of every type', () => {
    // What makes a room is told to nobody: nobody is in it yet. What ends a user, to nobody who goes on.
    const untold = ['room.created', 'user.deleted']
    const all = Object.keys({ ...EVENTS, ...EPHEMERAL_EVENTS }).filter(
      (type) => !untold.includes(type),
    )
    expect([...decoded].sort()).toEqual(all.sort())
  })
})

describe('[CLI-4] ways in', () => {
  test(
    '[CLI-4] a token that is not taken is asked for anew, and why is said',
    each(async (driver) => {
      const ana = await at.server.user('Ana')
      const chat = `ana ${ana.id}`
      const old = await token({ sub: ana.id, name: 'Ana', exp: Math.floor(Date.now() / 1000) - 60 })
      const { asked, states } = await driver.live(chat, at.server.url, old, ana.token)
      expect(asked).toEqual(['connect', 'rejected'])
      expect(states.find(({ state }) => state === 'waiting')?.error?.code).toBe('token_expired')
    }),
    60_000,
  )

  test(
    '[CLI-4] an app that has no token is asked again, later and one at a time',
    each(async (driver) => {
      const ana = await at.server.user('Ana')
      const chat = `ana ${ana.id}`
      const notes = await driver.live(chat, at.server.url, 'throw', 'throw', 'throw', ana.token)
      expect(notes.asked).toEqual(['connect', 'connect', 'connect', 'connect'])
      expect(notes.faults).toEqual(['no_token'])
      expect(
        notes.states.filter(({ state }) => state === 'waiting').map(({ error }) => error?.code),
      ).toEqual(['no_token', 'no_token', 'no_token'])
    }),
    60_000,
  )

  test(
    '[CLI-4] who is not let in for good is told so, and not asked in a storm',
    each(async (driver) => {
      const chat = `eve ${crypto.randomUUID()}`
      const forged = await token(
        { sub: 'eve', name: 'Eve' },
        'another secret than the app’s, as long as it',
      )
      await driver.ask({ do: 'open', chat, url: at.server.url, tokens: [forged] })
      const notes = driver.notes(chat)
      await waitFor(() => notes.asked.length >= 3)
      expect(notes.states.findLast(({ state }) => state === 'waiting')?.error?.code).toBe(
        'invalid_token',
      )
      await driver.ask({ do: 'close', chat })
      expect(notes.states.at(-1)?.state).toBe('closed')
      expect(notes.asked.length).toBeLessThan(10)
    }),
    60_000,
  )
})

test('[CLI-5] through a server that is killed again and again nothing is lost, doubled or out of order', async () => {
  await using own = await ownProcess()
  await own.start()
  const recorder = new Recorder()
  const stories = await Promise.all(at.drivers.map((driver) => story(driver, own.url, recorder)))
  const lines = stories.flatMap((s) => s.cast.map((chat) => ({ ...s, chat })))
  let acknowledged = 0
  const sending = Promise.all(
    lines.map(async ({ driver, chat, room }) => {
      for (let i = 0; i < SAID; i++) {
        await speak(recorder, driver, chat, room.room)
        acknowledged++
      }
    }),
  )
  for (const share of [0.2, 0.5, 0.8]) {
    await waitFor(() => acknowledged > SAID * lines.length * share, 60)
    await own.kill()
    for (const { driver, chat } of lines.slice(0, 3))
      await driver.ask({ do: 'drop', chat: chat.name })
    await own.start()
  }
  await sending
  for (const { driver, chat, room } of lines)
    await waitFor(() => said(driver.notes(chat.name).told, room.room).length >= SAID * 2, 30)
  const rooms = stories.map((s) => s.room)
  const logs = [...rooms, ...stories.flatMap((s) => s.own)]
  await readFinals(recorder, [{ node: 0, url: own.url }], logs)
  expect(check(recorder.history(rooms.map(({ room }) => ({ id: room, name: 'A room' }))))).toEqual(
    [],
  )
  for (const { driver, chat } of lines) expect(driver.notes(chat.name).resets).toEqual([])
}, 120_000)

test('[CLI-6] when what was missed cannot be replayed, reset is told, and then it is live', async () => {
  await using proxy = await TcpProxy.open(Number(new URL(at.server.url).port))
  const url = `http://127.0.0.1:${proxy.port}`
  const ana = await at.server.user('Ana')
  const room = await ana.room()
  const chat = `ana ${ana.id}`
  const all = await Promise.all(at.drivers.map((driver) => driver.live(chat, url, ana.token)))
  proxy.down()
  // One more than a resume replays.
  for (let i = 0; i < LIMITS.resumeEvents + 1; i += 199)
    await Promise.all(Array.from({ length: 199 }, () => ana.send(room.id, 'missed')))
  proxy.heal()
  await waitFor(
    () => all.every(({ resets, states }) => resets.length > 0 && states.at(-1)?.state === 'live'),
    40,
  )
  await ana.send(room.id, 'after')
  for (const notes of all) {
    await waitFor(() => notes.told.some(({ type }) => type === 'message.created'))
    const logged = notes.all.filter((told) => told === 'reset' || told.seq !== undefined)
    expect(logged.map((told) => (told === 'reset' ? told : told.type))).toEqual([
      'reset',
      'message.created',
    ])
    expect(said(notes.told, room.id)).toEqual(['after'])
  }
}, 120_000)

/** The order of logs among one another is each connection's own. */
const byLog = (all: readonly { readonly log: string; readonly seq?: number }[]) =>
  all.toSorted((a, b) => a.log.localeCompare(b.log) || (a.seq ?? 0) - (b.seq ?? 0))
