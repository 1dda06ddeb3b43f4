import type { CommandName } from '../protocol/commands.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { ManagementName } from '../protocol/management.ts'
import { account } from './prices-accounts.ts'
import { type Input, personOf } from './prices-client.ts'
import type { Found, Hands } from './prices-hands.ts'
import { cjk, type Place } from './prices-inputs.ts'
import { nothing, type Override } from './prices-override.ts'
import { REPORT_MANAGEMENT_OVERRIDES, REPORT_OVERRIDES } from './prices-overrides-reports.ts'
import { type BaseWorld, DAN, join, type World } from './prices-world.ts'
import { adminOf, ask, LISTED, line, ROOM_WORDS, wordList } from './prices-world-staff.ts'

const asAdmin: Pick<Override, 'as'> = { as: adminOf }
const anybody = () => personOf(`somebody-${crypto.randomUUID()}`)
const until = () => ({ until: [() => '2090-01-01T00:00:00.000Z'] })
const id = (field: string) => () => ({ [field]: [() => 'x'] })
const first = (found: Found, list: string) => {
  const [item] = Object(found[list]) as { id: string }[]
  return item?.id
}

/** Lists at their limits, and more than a request may hold are none. */
const listValues = (count?: number) => () => {
  const { name, words } = wordList(99, count)
  const changed = (n: number) => words.map((word, i) => (i === 500 ? `n${n}` : word))
  return {
    name: [(n: number) => `${n} ${name}`.slice(0, LIMITS.nameLength)],
    // A frame of the socket holds fewer words than a body.
    words: [(n: number) => changed(n).slice(0, 0.8 * words.length), changed],
  }
}
/** One less than there may be. */
const roomForList = async (hands: Hands, { room }: Input): Promise<Input> => {
  const { wordLists } = await hands.app('wordLists.list', room === undefined ? {} : { room })
  const lists = Object(wordLists) as { id: string }[]
  const most = room === undefined ? LIMITS.wordLists : LIMITS.wordListsPerRoom
  const last = lists.at(-1)?.id
  if (lists.length >= most) await hands.app('wordLists.delete', { wordList: last })
  return nothing
}
const aList = async (hands: Hands, { room }: Input): Promise<Input> => {
  const lists = await hands.app('wordLists.list', room === undefined ? {} : { room })
  return { wordList: first(lists, 'wordLists') }
}
const aNewList = async (hands: Hands, input: Input): Promise<Input> => {
  await roomForList(hands, input)
  const { room } = input
  const made = await hands.app('wordLists.create', {
    ...wordList(98, room === undefined ? undefined : ROOM_WORDS),
    ...(room ? { room } : {}),
  })
  return { wordList: made['id'] }
}
const changedList = (count?: number) => () => ({
  ...id('wordList')(),
  ...listValues(count)(),
})

/** One less than there may be. */
const roomForRequest = async (hands: Hands, { staff: { gate: room } }: World): Promise<Input> => {
  const waiting = await hands.app('joinRequests.list', { room, limit: LIMITS.pageMax })
  const joinRequest = first(waiting, 'joinRequests')
  await hands.app('joinRequests.decline', { joinRequest })
  return { room }
}
/** A request to join the gate, of somebody new. */
const requested = async (hands: Hands, world: World): Promise<Input> => {
  await roomForRequest(hands, world)
  return { joinRequest: (await ask(hands, await anybody(), world.staff.gate))['id'] }
}

/** Somebody new in the room. */
const newMember = async (hands: Hands, { room }: Input): Promise<string> => {
  const { id: user } = await anybody()
  await hands.batch([{ name: 'users.create', input: { id: user, name: 'Somebody' } }])
  if (room !== undefined) await hands.batch([join(String(room), user)])
  return user
}
const asMember = async (hands: Hands, _: World, input: Input): Promise<Input> => ({
  user: await newMember(hands, input),
})
/** In 100 rooms. */
const inRooms = async (hands: Hands, { places: [place] }: BaseWorld): Promise<Input> => {
  const user = await newMember(hands, {})
  await hands.batch((place?.rooms ?? []).map((room) => join(room, user)))
  return { user }
}
const muted = async (hands: Hands, { room }: Input, user: string): Promise<Input> => {
  const input = { kind: 'mute', user, reason: line(LIMITS.reasonLength) }
  const made = await hands.app('sanctions.create', { ...input, ...(room ? { room } : {}) })
  return { sanction: made['id'] }
}
const sanctioned = async (hands: Hands, _: World, input: Input): Promise<Input> =>
  muted(hands, input, await newMember(hands, input))
/** With an appeal. */
const appealed = async (hands: Hands, _: World, input: Input): Promise<Input> => {
  const person = await anybody()
  const { room } = input
  await hands.batch([{ name: 'users.create', input: { id: person.id, name: 'Somebody' } }])
  if (room !== undefined) await hands.batch([join(String(room), person.id)])
  const made = await muted(hands, input, person.id)
  await hands.as(person, 'sanctions.appeal', { ...made, text: line(LIMITS.appealLength) })
  return made
}
/** One less than there may be. */
const roomForHold = async (hands: Hands): Promise<Input> => {
  const found = await hands.app('legalHolds.list', {})
  await hands.app('legalHolds.delete', { legalHold: first(found, 'legalHolds') })
  return nothing
}
const aHold = async (hands: Hands): Promise<Input> => {
  const made = await hands.app('legalHolds.create', { user: DAN, reason: line(200) })
  return { legalHold: made['id'] }
}
const onDan = { without: ['room'], values: () => ({ user: [() => DAN] }) }
/** Each is a question of its own. */
const questions = () => ({
  command: [
    () => 'messages.update',
    () => 'members.remove',
    () => 'members.update',
    () => 'members.add',
    () => 'messages.delete',
    () => 'rooms.update',
  ],
})
const ofPlace = ({ room, message, user }: Place) => ({
  room: [() => room],
  message: [() => message],
  member: [() => user],
})
const WITHOUT = 'invitation joinRequest request report session link wordList'.split(' ')

export const STAFF_OVERRIDES: Partial<Record<CommandName, Override>> = {
  'permissions.explain': {
    without: [...WITHOUT, 'user'],
    values: (place) => ({ ...questions(), ...ofPlace(place) }),
  },
  'audit.list': asAdmin,
  'messages.send': {
    values: () => ({
      text: [
        cjk,
        (n) => `${n} \u0001`.padEnd(LIMITS.textBytes, '\u0001'),
        (n) => `${n} ${`${LISTED} `.repeat(5400)}`,
      ],
    }),
  },
  'users.updateRole': {
    ...asAdmin,
    values: () => ({
      user: [() => 'ben'],
      role: [(n) => (n % 2 === 0 ? 'moderator' : 'user')],
    }),
    before: (hands, _, { role }) =>
      hands
        .app('users.update', { user: 'ben', role: role === 'user' ? 'moderator' : 'user' })
        .then(() => nothing),
  },
  'wordLists.create': { ...asAdmin, values: listValues(), before: roomForList },
  'wordLists.list': asAdmin,
  'wordLists.get': { ...asAdmin, values: id('wordList'), before: (hands) => aList(hands, {}) },
  'wordLists.update': { ...asAdmin, values: changedList(), before: (hands) => aList(hands, {}) },
  'wordLists.delete': {
    ...asAdmin,
    values: id('wordList'),
    before: (hands) => aNewList(hands, {}),
  },
  'roomWordLists.create': {
    values: listValues(ROOM_WORDS),
    before: (hands, _, input) => roomForList(hands, input),
  },
  'roomWordLists.get': { values: id('wordList'), before: (hands, _, input) => aList(hands, input) },
  'roomWordLists.update': {
    values: changedList(ROOM_WORDS),
    before: (hands, _, input) => aList(hands, input),
  },
  'roomWordLists.delete': {
    values: id('wordList'),
    before: (hands, _, input) => aNewList(hands, input),
  },
  'joinRequests.create': {
    anew: anybody,
    values: () => ({ answer: [() => line(LIMITS.answerLength)] }),
    before: roomForRequest,
  },
  'joinRequests.list': { before: async (_, { staff }) => ({ room: staff.gate }) },
  'joinRequests.get': { values: id('joinRequest'), before: requested },
  'joinRequests.listMine': { as: ({ staff }) => staff.asker },
  'joinRequests.accept': { values: id('joinRequest'), before: requested },
  'joinRequests.decline': { values: id('joinRequest'), before: requested },
  'joinRequests.delete': {
    anew: anybody,
    values: id('joinRequest'),
    before: async (hands, world, _, __, caller) => {
      await roomForRequest(hands, world)
      return { joinRequest: (await ask(hands, caller, world.staff.gate))['id'] }
    },
  },
  'blocks.create': {
    as: ({ staff }) => staff.blocker,
    before: (hands, { staff }, { user }) =>
      hands.as(staff.blocker, 'blocks.delete', { user }).then(() => nothing),
  },
  'blocks.delete': {
    as: ({ staff }) => staff.blocker,
    before: (hands, { staff }, { user }) =>
      hands.as(staff.blocker, 'blocks.create', { user }).then(() => nothing),
  },
  'blocks.list': { as: ({ staff }) => staff.blocker },
  'sanctions.create': { values: until, before: asMember },
  'sanctions.delete': { values: id('sanction'), before: sanctioned },
  'sanctions.answerAppeal': { values: id('sanction'), before: appealed },
  'sanctions.listMine': { as: ({ staff }) => staff.muted },
  'sanctions.appeal': {
    anew: anybody,
    values: id('sanction'),
    before: async (hands, { places: [place] }, _, __, { id: user }) => {
      await hands.batch([{ name: 'users.create', input: { id: user, name: 'Somebody' } }])
      await hands.batch([join(place?.room ?? '', user)])
      return muted(hands, { room: place?.room }, user)
    },
  },
  'serverSanctions.create': {
    ...asAdmin,
    without: ['addresses'],
    values: until,
    before: inRooms,
  },
  'serverSanctions.list': { ...asAdmin, without: ['user'] },
  'serverSanctions.delete': { ...asAdmin, values: id('sanction'), before: sanctioned },
  'serverSanctions.answerAppeal': { ...asAdmin, values: id('sanction'), before: appealed },
  'legalHolds.create': { ...asAdmin, ...onDan, before: roomForHold },
  'legalHolds.list': asAdmin,
  'legalHolds.delete': { ...asAdmin, values: id('legalHold'), before: aHold },
  ...REPORT_OVERRIDES,
}

/** Of the whole server, as the lists of a room are with the room's own commands. */
const wholeServer = { without: ['room'] }

export const STAFF_MANAGEMENT_OVERRIDES: Partial<Record<ManagementName, Override>> = {
  'permissions.explain': {
    without: WITHOUT,
    values: (place) => ({ ...questions(), ...ofPlace(place), user: [() => 'ana'] }),
  },
  'users.list': { without: ['after'] },
  'wordLists.create': {
    ...wholeServer,
    values: listValues(),
    before: (hands) => roomForList(hands, {}),
  },
  'wordLists.list': wholeServer,
  'wordLists.get': { values: id('wordList'), before: (hands) => aList(hands, {}) },
  'wordLists.update': { values: changedList(), before: (hands) => aList(hands, {}) },
  'wordLists.delete': { values: id('wordList'), before: (hands) => aNewList(hands, {}) },
  'joinRequests.list': { before: async (_, { staff }) => ({ room: staff.gate }) },
  'joinRequests.accept': { values: id('joinRequest'), before: requested },
  'joinRequests.decline': { values: id('joinRequest'), before: requested },
  'sanctions.create': { without: ['addresses', 'room'], values: until, before: inRooms },
  'sanctions.list': { without: ['user'] },
  'sanctions.delete': { values: id('sanction'), before: sanctioned },
  'sanctions.answerAppeal': { values: id('sanction'), before: appealed },
  'legalHolds.create': { ...onDan, before: roomForHold },
  'legalHolds.delete': { values: id('legalHold'), before: aHold },
  ...REPORT_MANAGEMENT_OVERRIDES,
  'jobs.get': { values: id('job'), before: aJob },
  'jobs.retry': { values: id('job'), before: aJob },
  'erasures.get': {
    values: id('erasure'),
    before: async (hands) => {
      const { id: user } = await account(hands)
      return { erasure: (await hands.app('erasures.create', { user, messages: 'keep' }))['id'] }
    },
  },
}

async function aJob(hands: Hands): Promise<Input> {
  return { job: first(await hands.app('jobs.list', {}), 'jobs') }
}
