import { LIMITS } from '../protocol/limits.ts'
import { type Command, type Input, type Person, personOf } from './prices-client.ts'
import type { Hands } from './prices-hands.ts'
import type { Place } from './prices-inputs.ts'
import type { Staff } from './prices-world-staff.ts'

export const MANY_ROOMS = 900
const CROWD = 1000
const AT_ONCE = 50
const PAGE = LIMITS.pageMax

/** Who is there. Ana is in as many rooms as is usual at most, and owns the two that are large. */
export type People = {
  readonly ana: Person
  readonly ben: Person
  readonly cleo: Person
  readonly guest: Person
  /** A thousand members of one room. */
  readonly crowd: readonly Person[]
}
export const BOT = 'bot'
export const DAN = 'dan'

export type World = BaseWorld & { readonly staff: Staff }

export type BaseWorld = {
  readonly people: People
  readonly places: readonly Place[]
  /** Of ten who chat: see the second part. */
  readonly lounge: string
  readonly quickRoom: string
  /** Ana's, with 10,000 events and less after it. */
  readonly cursor: string
}

/** The dearest to answer with: each of its bytes is six characters of JSON. */
const control = (n: number) => `${n} `.padEnd(LIMITS.textBytes, '\u0001')
/** The dearest to find: every word of it is. */
const common = (n: number) => `${n} ${'common '.repeat(2300)}`
const ballast = { text: 'x'.repeat(LIMITS.dataBytes - 40) }
const line = { topic: 't'.repeat(LIMITS.topicLength) }
const EMOJI = Array.from({ length: LIMITS.emojiPerMessage }, (_, i) => `:emoji_${i}:`)

export async function makeWorld(hands: Hands, say: (line: string) => void): Promise<BaseWorld> {
  const { port } = hands.ports
  const [ana, ben, cleo, dan] = await Promise.all(['ana', 'ben', 'cleo', DAN].map(personOf))
  if (!ana || !ben || !cleo || !dan) throw new Error('nobody is there')
  const crowd = await inTurns(range(CROWD - 5), (i) =>
    personOf(`member-${String(i).padStart(4, '0')}`.padEnd(100, 'm')),
  )
  const made = await hands.as(undefined, 'guests.create', { name: 'Gus' })
  const guest = { id: String(Object(made['user']).id), token: String(made['token']) }
  const users = [ana, ben, cleo, dan, ...crowd].map(({ id }) => user(id, 'person'))
  await hands.batch([...users, user(BOT, 'bot')])

  say(`${MANY_ROOMS} rooms`)
  const owners = members([ana.id, 'owner'], [ben.id], [BOT])
  const named = (i: number, members: readonly object[]) => ({
    name: 'rooms.create',
    input: { type: 'public', name: `${i}`.padEnd(80, 'n'), ...line, data: ballast, members },
  })
  const many = await hands.batch(range(MANY_ROOMS - 3).map((i) => named(i, owners)))
  const rooms = many.map(({ id }) => String(id))
  await inTurns(rooms, (room) => hands.as(guest, 'members.join', { room }))
  const large = async (type: string, people: readonly Person[]) => {
    const { id } = await hands.app('rooms.create', {
      ...named(0, members([ana.id, 'owner'], [ben.id], [cleo.id], [DAN], [BOT])).input,
      type,
    })
    await hands.batch(people.map((person) => join(String(id), person.id)))
    return String(id)
  }
  const hall = await large('public', crowd)
  const archive = await large('group', crowd.slice(0, LIMITS.liveMembers - 5))
  const lounge = await hands.app('rooms.create', {
    type: 'group',
    name: 'Lounge',
    members: members(...crowd.slice(0, 10).map(({ id }): [string] => [id])),
  })
  say('invitations')
  const theirs = await hands.batch(
    range(MANY_ROOMS).map((i) => named(i, members(['cleo', 'owner']))),
  )
  await inTurns(theirs, ({ id }) =>
    hands.as(cleo, 'invitations.create', { room: id, user: ana.id }),
  )
  await inTurns(range(LIMITS.invitationsPerRoom), () =>
    hands.as(ana, 'invitations.create', { room: archive }),
  )

  say(`${PAGE} rooms with ${LIMITS.unreadMax} messages, and one of 16 KiB`)
  const short = range(LIMITS.unreadMax)
  for (const room of [...rooms.slice(0, PAGE), hall])
    await hands.batch(short.map((i) => said(room, { text: `common ${i}` })))
  for (const room of rooms.slice(0, PAGE))
    await hands.batch([
      said(room, { text: common(0), data: ballast, mentions: { users: [ana.id] } }),
    ])
  say('the lobby, and a quick room')
  const { room: lobby } = await (await fetch(`http://127.0.0.1:${port}/api/v1/lobby`)).json()
  const quick = await fetch(`http://127.0.0.1:${port}/chat?name=Quick`, { method: 'POST' })
  const { id: quickRoom } = await quick.json()
  for (const room of [lobby, quickRoom])
    await inTurns(range(PAGE), (i) => hands.app('messages.send', { room, text: control(i) }), 8)

  say('a room whose messages hold as much as they may')
  const { cursor } = await hands.as(ana, 'rooms.list', { limit: 1 })
  const inHall = await hands.as(ana, 'messages.send', { room: hall, text: 'A root' })
  const reply = { room: hall, thread: inHall['id'], text: 'A reply' }
  await hands.as(ben, 'messages.send', reply)
  const heavy = await fillArchive(hands, archive, { ana, ben, cleo, crowd })
  const userIds = crowd.slice(0, 100).map(({ id }) => id)
  const place = { user: DAN, users: userIds, rooms: rooms.slice(0, 100), invitation: '' }
  const { seq: hallSeq } = await hands.as(ana, 'rooms.get', { room: hall })
  const { seq } = await hands.as(ana, 'rooms.get', { room: archive })
  return {
    people: { ana, ben, cleo, guest, crowd },
    lounge: String(lounge['id']),
    quickRoom: String(quickRoom),
    cursor: String(cursor),
    places: [
      {
        ...place,
        name: 'a room of 1,000',
        room: hall,
        message: String(inHall['id']),
        thread: String(inHall['id']),
        seq: Number(hallSeq),
      },
      {
        ...place,
        name: 'a room of 200, full',
        room: archive,
        message: heavy,
        thread: heavy,
        seq: Number(seq),
      },
    ],
  }
}

/** One message that has everything, and a page of others that have much. */
async function fillArchive(hands: Hands, room: string, { ana, ben, crowd }: Omit<People, 'guest'>) {
  const mentions = { users: [ana.id, ...crowd.slice(0, 99).map(({ id }) => id)] }
  const all = (i: number) => ({ room, text: control(i), data: ballast })
  const first = await hands.as(ana, 'messages.send', all(0))
  const heavy = String(first['id'])
  const below = range(PAGE).map((i) => ({ ...all(i), thread: heavy }))
  await inTurns(below, (input) => hands.as(ben, 'messages.send', input), 8)
  for (const i of range(PAGE))
    await hands.as(ana, 'messages.update', { message: heavy, ...all(i + 1) })
  const pairs = range(12).flatMap((i) =>
    range(20).map((k) => [crowd[i], EMOJI[(i * 17 + k) % 49]] as const),
  )
  await inTurns(pairs, ([person, emoji]) =>
    hands.as(person, 'reactions.add', { room, message: heavy, emoji }),
  )
  const roots: string[] = []
  for (const i of range(PAGE)) {
    const message = { ...all(i), mentions, replyTo: roots.at(-1) ?? heavy }
    roots.push(String((await hands.as(ben, 'messages.send', message))['id']))
  }
  await inTurns(roots, async (message) => {
    await hands.as(ben, 'messages.send', { room, thread: message, text: 'A reply' })
    await hands.as(ana, 'threads.follow', { room, message })
    for (const [i, emoji] of EMOJI.entries())
      await hands.as(crowd[Math.floor(i / 20)], 'reactions.add', { room, message, emoji })
  })
  for (const message of [heavy, ...roots.slice(0, LIMITS.pinsPerRoom - 1)])
    await hands.as(ana, 'pins.add', { room, message })
  await hands.batch(
    crowd
      .slice(0, PAGE - 5)
      .map(({ id }) => ({ name: 'receipts.markRead', input: { room, user: id } })),
  )
  return heavy
}

export const user = (id: string, kind: string): Command => ({
  name: 'users.create',
  input: { id, name: id.slice(0, 60), kind },
})
export const join = (room: string, id: string): Command => ({
  name: 'members.add',
  input: { room, user: id },
})
export const said = (room: string, input: Input): Command => ({
  name: 'messages.send',
  input: { room, sender: BOT, ...input },
})
export const members = (...of: readonly (readonly [id: string, role?: string])[]) =>
  of.map(([id, role]) => ({ user: id, ...(role !== undefined && { role }) }))

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

export async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<R[]> {
  const out: R[] = []
  for (let i = 0; i < items.length; i += atOnce)
    out.push(...(await Promise.all(items.slice(i, i + atOnce).map(work))))
  return out
}
