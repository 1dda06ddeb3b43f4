import { LIMITS } from '../protocol/limits.ts'
import { type Person, personOf } from './prices-client.ts'
import type { Hands } from './prices-hands.ts'
import { type BaseWorld, inTurns, join, range, type World } from './prices-world.ts'

/** What the staff of rooms and of the server has to do. */
export type Staff = {
  /** A room that many ask to join, and others that one user asks to join. */
  readonly gate: string
  readonly asker: Person
  /** Who is muted in many rooms. */
  readonly muted: Person
  readonly blocker: Person
  /** Messages with as much as there may be before and after them. */
  readonly reported: readonly string[]
}

export const adminOf = (): Promise<Person> => personOf('admin')

/** As long as one may be, in three bytes each. */
export const line = (length: number) => '讨论'.repeat(length).slice(0, length)
const REASON = line(LIMITS.reasonLength)
const MANY = 200
/** The words of all lists of a room have one bound, in bytes. */
export const ROOM_WORDS = 500

/** Lists, sanctions, reports and requests in number, so that the audit log is long, too. */
export async function addStaff(
  hands: Hands,
  world: BaseWorld,
  say: (line: string) => void,
): Promise<World> {
  const { ana, crowd } = world.people
  const [hall, archive] = world.places
  if (hall === undefined || archive === undefined) throw new Error('no rooms')
  const admin = await adminOf()
  const people = await inTurns(['asker', 'muted', 'blocker'], personOf)
  const [asker = admin, muted = admin, blocker = admin] = people
  await hands.batch(
    [admin, ...people].map(({ id }) => ({ name: 'users.create', input: { id, name: id } })),
  )
  const role = (user: string, role: string) => ({ name: 'users.update', input: { user, role } })
  const servers = crowd.slice(0, LIMITS.staffPerReport - 1)
  await hands.batch([
    role(admin.id, 'administrator'),
    ...servers.map(({ id }) => role(id, 'moderator')),
  ])
  const moderators = crowd.slice(20, 20 + LIMITS.staffPerReport - 1)
  for (const { room } of [hall, archive])
    await inTurns(moderators, ({ id }) =>
      hands.as(ana, 'members.update', { room, user: id, role: 'moderator' }),
    )

  say('word lists')
  for (const i of range(LIMITS.wordLists - 1)) await hands.app('wordLists.create', wordList(i))
  for (const { room } of [hall, archive])
    for (const i of range(LIMITS.wordListsPerRoom - 1))
      await hands.app('wordLists.create', { ...wordList(i, ROOM_WORDS), room })

  say('sanctions, legal holds and blocks')
  const network = (i: number) => ({ kind: 'ban', addresses: `10.${i >> 8}.${i & 255}.0/24` })
  const ofRoom = (user: string, room: string) => ({ kind: 'mute', user, room })
  const rooms = world.places.flatMap((place) => place.rooms)
  const sanctions = [
    ...range(LIMITS.bannedNetworks - 1).map(network),
    ...crowd.slice(-MANY).map(({ id }) => ({ kind: 'mute', user: id })),
    ...crowd.slice(-MANY).map(({ id }) => ofRoom(id, hall.room)),
    ...crowd.slice(100, 190).map(({ id }) => ofRoom(id, archive.room)),
  ]
  await hands.batch([...new Set(rooms)].map((room) => join(room, muted.id)))
  await inTurns(
    [...sanctions, ...[...new Set(rooms)].map((room) => ofRoom(muted.id, room))],
    (of) => hands.app('sanctions.create', { ...of, reason: REASON }),
  )
  await inTurns(crowd.slice(-900), ({ id: user }) =>
    hands.app('legalHolds.create', { user, reason: REASON }),
  )
  await inTurns(crowd.slice(-900), ({ id: user }) => hands.as(blocker, 'blocks.create', { user }))

  say('reports')
  const page = await hands.as(ana, 'messages.list', { room: archive.room, limit: MANY })
  const reported = Array.from(Object(page['messages']) as { id: string }[], ({ id }) => id)
  const text = line(LIMITS.reportTextLength)
  const report = (person: Person | undefined, message: string) =>
    hands.as(person, 'reports.create', { message, reason: 'other', text })
  await inTurns(reported, (message) =>
    report(crowd[40 + (reported.indexOf(message) % 100)], message),
  )
  await inTurns(crowd.slice(40, 140), (person) => report(person, archive.message))

  say('join requests')
  const gates = await inTurns(range(LIMITS.joinRequestsPerUser), (i) => makeGate(hands, ana, i))
  const [gate = ''] = gates
  await inTurns(moderators, async ({ id }) => {
    await hands.app('members.add', { room: gate, user: id })
    await hands.as(ana, 'members.update', { room: gate, user: id, role: 'moderator' })
  })
  await inTurns(gates, (room) => ask(hands, asker, room))
  await inTurns(range(LIMITS.joinRequestsPerRoom - 5), async (i) =>
    ask(hands, await personOf(`asker-${i}`), gate),
  )
  return { ...world, staff: { gate, asker, muted, blocker, reported } }
}

export const ask = (hands: Hands, person: Person, room: string) =>
  hands.as(person, 'joinRequests.create', { room, answer: line(LIMITS.answerLength) })

async function makeGate(hands: Hands, owner: Person, i: number): Promise<string> {
  const { id } = await hands.app('rooms.create', {
    ...{ type: 'public', name: `Gate ${i}`, entry: 'request' },
    question: line(LIMITS.questionLength),
    members: [{ user: owner.id, role: 'owner' }],
  })
  return String(id)
}

/** A word of all lists, alone and in phrases of all lengths: a text of it is the dearest to mask. */
export const LISTED = 'aa'

/** As many words as there may be, of which only `LISTED` is sent: phrases, beginnings of all lengths, and characters. */
export const wordList = (n: number, count: number = LIMITS.wordsPerList) => ({
  name: `${n} ${line(60)}`,
  action: 'mask',
  words: range(count).map((i) => {
    if (i < 90) return `${'q'.repeat(i + 3)}*`
    if (i < 180) return `*${'q'.repeat(i - 87)}`
    if (i < 200) return Array.from({ length: i - 179 }, () => LISTED).join(' ')
    if (i % 3 === 0) return `q${i} w${n}`
    return i % 3 === 1 ? `讨论服${String.fromCodePoint(0x5000 + i)}` : `q${n}q${i}`
  }),
})
