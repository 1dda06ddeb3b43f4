import { expect, test } from 'bun:test'
import type { Event } from '../protocol/events.ts'
import type { Client } from './support/client.ts'
import { seqs, texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { shadowBan } from './support/shadow.ts'

/** Connections that resume at the same moment, before each change and right after it. */
const WAVE = 6
const ROUNDS = 8

/** Ana owns the room, Mo is its moderator, Mallory is shadow-banned, Lee leaves. All have missed what was sent. */
async function setUp() {
  const server = await parlance({
    PARLANCE_CONNECTIONS_PER_USER: '1000',
    PARLANCE_CONNECTIONS_PER_ADDRESS: '1000',
  })
  const names = ['Ana', 'Mo', 'Ben', 'Mallory', 'Lee'] as const
  const [ana, mo, ben, mallory, lee] = await Promise.all(names.map((name) => server.user(name)))
  if (!ana || !mo || !ben || !mallory || !lee) throw new Error('no people')
  const room = await ana.room('public', mo, ben, mallory, lee)
  await ana.ask('PATCH', `/rooms/${room.id}/members/${mo.id}`, { role: 'moderator' })
  await shadowBan(server, mallory)
  const { cursor, seq } = await ana.ask('GET', `/rooms/${room.id}/messages`)
  const resume = async (who: Client): Promise<readonly Event[]> => {
    const socket = await who.socket({ cursor, received: { [room.id]: seq } })
    const events = socket.events.filter(({ log }) => log === room.id)
    socket.close()
    return events
  }
  /** Resumes of all these users at the same moment. */
  const wave = (...people: readonly Client[]) =>
    people.flatMap((who) =>
      Array.from({ length: WAVE }, async () => ({ who, events: await resume(who) })),
    )
  return {
    ana,
    mo,
    ben,
    mallory,
    lee,
    room,
    seq,
    wave,
    path: `/rooms/${room.id}/messages`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const upFrom = (seq: number, count: number) => Array.from({ length: count }, (_, i) => seq + 1 + i)

test('[RES-14] who resumes after a message was edited or deleted receives nothing of the old text, however many resume', async () => {
  await using at = await setUp()
  const sent = []
  for (let i = 0; i < ROUNDS; i++) sent.push(await at.ana.send(at.room.id, `secret ${i}.`))
  for (let i = 0; i < 40; i++) await at.ben.send(at.room.id, `chat ${i}`)
  const earlier: string[] = []
  for (const [i, { id, text }] of sent.entries()) {
    const before = at.wave(at.ana, at.mo, at.ben)
    if (i % 2 === 0) await at.ana.ask('DELETE', `${at.path}/${id}`)
    else await at.ana.ask('PATCH', `${at.path}/${id}`, { text: `better ${i}` })
    // Some of those who began before are still waiting.
    for (const { events } of await Promise.all(at.wave(at.ana, at.mo, at.ben))) {
      expect(JSON.stringify(events)).not.toContain(text)
      expect(seqs(events)).toEqual(upFrom(at.seq, ROUNDS + 40 + i + 1))
    }
    for (const { events } of await Promise.all(before)) {
      earlier.push(...texts(events))
      expect([ROUNDS + 40 + i, ROUNDS + 40 + i + 1]).toContain(events.length)
      expect(seqs(events)).toEqual(upFrom(at.seq, events.length))
    }
  }
  // Before a change they do receive the text.
  expect(earlier).toContain(sent.at(-1)?.text ?? '')
})

test('[RES-14] each of those who resume at the same moment receives their own version and nothing after they have left', async () => {
  await using at = await setUp()
  await at.mallory.send(at.room.id, 'you are all fools')
  await at.ben.send(at.room.id, 'good morning')
  const before = at.wave(at.mo, at.ben, at.mallory, at.lee)
  await at.lee.ask('DELETE', `/rooms/${at.room.id}/members/me`)
  await at.ben.send(at.room.id, 'without Lee')
  const after = at.wave(at.mo, at.ben, at.mallory, at.lee)
  for (const { who, events } of await Promise.all([...before, ...after])) {
    expect(seqs(events)).toEqual(upFrom(at.seq, events.length))
    const [first, second] = events
    expect(second).toMatchObject({ type: 'message.created', message: { text: 'good morning' } })
    const isShown = who === at.mo || who === at.mallory
    expect(first?.type).toBe(isShown ? 'message.created' : 'event.skipped')
    expect(JSON.stringify(first).includes('hidden')).toBe(who === at.mo)
    if (who === at.lee) expect(texts(events)).not.toContain('without Lee')
  }
  const types = new Map<Client, Set<string>>()
  for (const { who, events } of await Promise.all(after))
    types.set(who, (types.get(who) ?? new Set()).add(events.map(({ type }) => type).join()))
  const rest = 'message.created,member.left,message.created'
  expect([at.mo, at.ben, at.mallory, at.lee].map((who) => [...(types.get(who) ?? [])])).toEqual([
    [`message.created,${rest}`],
    [`event.skipped,${rest}`],
    [`message.created,${rest}`],
    ['event.skipped,message.created,member.left'],
  ])
})
