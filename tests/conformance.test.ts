import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EPHEMERAL_EVENTS, EVENTS, type Event } from '../protocol/events.ts'
import { LIMITS } from '../protocol/limits.ts'
import { readFinals } from './chaos/finals.ts'
import { Driver, type Kind, type Told } from './conformance/drivers.ts'
import { type Lie, liar } from './conformance/liar.ts'
import { check } from './history/checker.ts'
import { ownOf } from './history/facts.ts'
import type { Door } from './history/history.ts'
import { Random } from './history/random.ts'
import { entryOf, Recorder } from './history/recorder.ts'
import { CHROMIUM, needsChromium } from './support/browser.ts'
import { Client } from './support/client.ts'
import { play, rarities } from './support/life.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { TcpProxy } from './support/proxy.ts'
import { waitFor } from './support/wait.ts'

// The same scenarios for every SDK on every runtime, against the real server. A driver is moved from
// here, line by line, and says what the SDK under it told.

const HAS_GO = Bun.which('go') !== null && existsSync(join(import.meta.dir, '../sdk/go/go.mod'))
/** What each of two says while the server is killed. */
const SAID = 40
const KINDS: Kind[] = ['bun', 'bun-sse', 'node-sse']
if (CHROMIUM) KINDS.push('chromium')
if (HAS_GO) KINDS.push('go')

test('there is a Chromium to try the SDK in', needsChromium)

let server: Parlance
/** Of which types some driver told. */
const decoded = new Set<string>()
const drivers: Driver[] = []
beforeAll(async () => {
  server = await parlance()
  drivers.push(...(await Promise.all(KINDS.map((kind) => Driver.start(kind, server.url)))))
}, 60_000)
afterAll(async () => {
  for (const driver of drivers) await driver[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

/** On every driver at once, each with people of its own. */
const each = (scenario: (driver: Driver) => Promise<void>) => () =>
  Promise.all(
    drivers.map((driver) =>
      scenario(driver).catch((error) => {
        throw new Error(`${driver.kind}: ${error}`, { cause: error })
      }),
    ),
  ).then(() => undefined)

const send = (driver: Driver, chat: string, room: string, text: string, more: object = {}) =>
  driver.ask({ do: 'call', chat, name: 'messages.send', input: { room, text, ...more } })

const said = (told: readonly Told[], room: string) =>
  told
    .filter((t) => t.log === room && t.type === 'message.created')
    .map((t) => (t['message'] as { text: string }).text)

describe('[CLI-1] on every runtime', () => {
  test(
    '[CLI-1] what is sent is answered, and received by everyone as it was answered',
    each(async (driver) => {
      const ana = await server.user('Ana')
      const ben = await server.user('Ben')
      const mine = await driver.live(`ana ${ana.id}`, server.url, ana.token)
      const theirs = await driver.live(`ben ${ben.id}`, server.url, ben.token)
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
      const ana = await server.user('Ana')
      const room = await ana.room()
      for (let i = 0; i < 120; i++) await ana.send(room.id, `${i}`)
      await driver.live(`ana ${ana.id}`, server.url, ana.token)
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
      const ana = await server.user('Ana')
      const chat = `ana ${ana.id}`
      await driver.live(chat, server.url, ana.token)
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
      const owner = await server.user('Owner')
      const me = await server.guest('Me')
      const raw = await me.socket()
      const { told } = await driver.live(`me ${me.id}`, server.url, me.token)
      await everything(owner, me, drivers.indexOf(driver))
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
      const ana = await server.user('Ana')
      const chat = `ana ${ana.id}`
      const old = await token({ sub: ana.id, name: 'Ana', exp: Math.floor(Date.now() / 1000) - 60 })
      const { asked, states } = await driver.live(chat, server.url, old, ana.token)
      expect(asked).toEqual(['connect', 'rejected'])
      expect(states.find(({ state }) => state === 'waiting')?.error?.code).toBe('token_expired')
    }),
    60_000,
  )

  test(
    '[CLI-4] an app that has no token is asked again, later and one at a time',
    each(async (driver) => {
      const ana = await server.user('Ana')
      const chat = `ana ${ana.id}`
      const notes = await driver.live(chat, server.url, 'throw', 'throw', 'throw', ana.token)
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
      await driver.ask({ do: 'open', chat, url: server.url, tokens: [forged] })
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
  const stories = await Promise.all(drivers.map((driver) => story(driver, own.url, recorder)))
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
  await using proxy = await TcpProxy.open(Number(new URL(server.url).port))
  const url = `http://127.0.0.1:${proxy.port}`
  const ana = await server.user('Ana')
  const room = await ana.room()
  const chat = `ana ${ana.id}`
  const all = await Promise.all(drivers.map((driver) => driver.live(chat, url, ana.token)))
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

describe('[CLI-7] a server that cannot be right', () => {
  const once = (what: (json: string) => readonly string[]) => {
    let isTold = false
    return (json: string) => {
      if (isTold || !json.includes('"message.created"') || !json.includes('"second"')) return [json]
      isTold = true
      return what(json)
    }
  }
  const lies: Readonly<Record<string, () => Lie>> = {
    'leaves one out': () => once(() => []),
    'breaks one off': () => once((json) => [json.slice(0, json.length / 2)]),
    'counts wrong': () => once((json) => [json.replace(/"seq":\d+/, '"seq":7777')]),
  }
  for (const [what, make] of Object.entries(lies))
    test(
      `[CLI-7] that ${what} is told once, and made good`,
      each(async (driver) => {
        await using at = await deceived(driver)
        const { ana, between, notes, room } = at
        between.tell(make())
        for (const text of ['first', 'second', 'third']) await ana.send(room.id, text)
        await waitFor(() => said(notes.told, room.id).includes('third'))
        expect(said(notes.told, room.id)).toEqual(['first', 'second', 'third'])
        expect(notes.faults).toEqual(['bad_server'])
        expect(notes.resets).toEqual([])
      }),
      60_000,
    )

  test(
    '[CLI-7] that says things twice is not noticed by anybody',
    each(async (driver) => {
      await using at = await deceived(driver)
      const { ana, between, notes, room } = at
      between.tell((json) => (json.includes('message.created') ? [json, json] : [json]))
      for (const text of ['first', 'second']) await ana.send(room.id, text)
      await waitFor(() => said(notes.told, room.id).includes('second'))
      await ana.send(room.id, 'third')
      await waitFor(() => said(notes.told, room.id).includes('third'))
      expect(said(notes.told, room.id)).toEqual(['first', 'second', 'third'])
    }),
    60_000,
  )

  test(
    '[CLI-7] that goes on lying is reset, and received from there',
    each(async (driver) => {
      await using at = await deceived(driver)
      const { ana, between, notes, room } = at
      between.tell((json) =>
        json.includes('"second"') && json.includes('message.created') ? ['{'] : [json],
      )
      for (const text of ['first', 'second']) await ana.send(room.id, text)
      await waitFor(() => notes.resets.length > 0 && notes.states.at(-1)?.state === 'live', 20)
      await ana.send(room.id, 'third')
      await waitFor(() => said(notes.told, room.id).includes('third'))
      expect(said(notes.told, room.id)).toEqual(['first', 'third'])
      expect(notes.resets).toHaveLength(1)
    }),
    60_000,
  )

  test(
    '[CLI-8] what a newer server says is passed on as it is',
    each(async (driver) => {
      await using at = await deceived(driver)
      const { ana, between, notes, room } = at
      between.tell((json) => [
        json
          .replace('"type":"message.created"', '"type":"message.sung","melody":["la",1]')
          .replace('"text":', '"mood":"good","text":'),
      ])
      const sung = await ana.send(room.id, 'la')
      const received = await waitFor(() => notes.told.find(({ type }) => type === 'message.sung'))
      expect(received).toMatchObject({
        type: 'message.sung',
        melody: ['la', 1],
        seq: sung.seq,
        message: { mood: 'good', text: 'la' },
      })
      between.tell((json) => [json])
      await ana.send(room.id, 'known')
      await waitFor(() => said(notes.told, room.id).includes('known'))
      expect(notes.faults).toEqual([])
    }),
    60_000,
  )
})

/** Somebody who is live through a server that may lie, and a room of theirs. */
async function deceived(driver: Driver) {
  const between = liar(server.url)
  const ana = await server.user('Ana')
  const chat = `ana ${ana.id}`
  const notes = await driver.live(chat, between.url, ana.token)
  return {
    ana,
    between,
    notes,
    room: await ana.room(),
    [Symbol.asyncDispose]: async () => {
      await driver.ask({ do: 'close', chat })
      await between[Symbol.asyncDispose]()
    },
  }
}

type Line = { readonly name: string; readonly id: string; readonly door: Door; said: number }

/** Two who are live on a driver, in a room of theirs, and all that they hear written down. */
async function story(driver: Driver, url: string, recorder: Recorder) {
  const cast: Line[] = []
  const people: Client[] = []
  for (const name of ['Ana', 'Ben']) {
    const id = `${name.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`
    const person = new Client(url, await token({ sub: id, name }), id)
    people.push(person)
    cast.push({
      name: `${driver.kind} ${id}`,
      id,
      door: /sse|go/.test(driver.kind) ? 'stream' : 'socket',
      said: 0,
    })
    recorder.listeners.push({ id: `${driver.kind} ${id}`, user: id })
  }
  driver.onTold((chat, told) => {
    const line = cast.find(({ name }) => name === chat)
    if (line === undefined || (told !== 'reset' && told.seq === undefined)) return
    const connection = driver
      .notes(chat)
      .states.filter(({ state }) => state === 'connecting').length
    const entry = told === 'reset' ? told : entryOf(told as unknown as Event)
    recorder.hear(
      { listener: chat, connection, node: 0, door: line.door },
      { log: told === 'reset' ? '' : told.log, entry },
    )
  })
  for (const [i, { name }] of cast.entries()) await driver.live(name, url, people[i]?.token ?? '')
  const [ana, ben] = people as [Client, Client]
  const { cursor } = await ana.ask('GET', '/rooms')
  const { id } = await ana.room('group', ben)
  const owned = (room: string, { id, token }: Client) => ({ room, owner: { id, token }, cursor })
  const own = people.map((person) => owned(ownOf(person.id), person))
  return { driver, cast, room: owned(id, ana), own }
}

/** The SDK repeats it until it is answered: it is answered. */
async function speak(recorder: Recorder, driver: Driver, chat: Line, room: string): Promise<void> {
  const clientId = `${chat.id}-${chat.said++}`
  const text = `${clientId} in ${room}`
  const call = recorder.begin(chat.id, 0, chat.door, { type: 'send', room, clientId, text })
  recorder.end(call, 200, await send(driver, chat.name, room, text, { clientId }))
}

/** Events of every kind that I hear; the last is that a room is deleted. */
async function everything(owner: Client, me: Client, seed: number): Promise<void> {
  const others = [me, await server.guest('Gus'), await server.guest('Gerda')]
  const room = await owner.room('group', ...others)
  const doomed = await owner.room('group', me)
  await owner.ask('PATCH', `/rooms/${room.id}/members/${me.id}`, { role: 'admin' })
  await play(new Random(seed), [owner, ...others], [room.id], 200)
  await owner.ask('PATCH', `/rooms/${room.id}`, { archived: false, readOnly: false })
  await rarities(owner, me, await server.guest('Greta'), room.id)
  for (const method of ['PUT', 'DELETE']) await others[1]?.ask(method, `/rooms/${room.id}/typing`)
  await others[1]?.ask('PUT', '/me/presence', { status: 'here' })
  await owner.ask('DELETE', `/rooms/${doomed.id}`)
}

/** The order of logs among one another is each connection's own. */
const byLog = (all: readonly { readonly log: string; readonly seq?: number }[]) =>
  all.toSorted((a, b) => a.log.localeCompare(b.log) || (a.seq ?? 0) - (b.seq ?? 0))
