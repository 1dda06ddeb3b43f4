import type { CommandName } from '../protocol/commands.ts'
import type { ManagementName } from '../protocol/management.ts'
import { type Input, type Person, personOf } from './prices-client.ts'
import type { Hands } from './prices-hands.ts'
import { cjk } from './prices-inputs.ts'
import { nothing, type Override } from './prices-override.ts'
import {
  ACCOUNT_MANAGEMENT_OVERRIDES,
  ACCOUNT_OVERRIDES,
  CONTENT_OVERRIDES,
} from './prices-overrides-accounts.ts'
import { STAFF_MANAGEMENT_OVERRIDES, STAFF_OVERRIDES } from './prices-overrides-staff.ts'
import {
  BOT,
  DAN,
  join,
  MANY_ROOMS,
  members,
  range,
  said,
  user,
  type World,
} from './prices-world.ts'

const pick = ({ room, message, user: id, emoji }: Input) => ({ room, message, user: id, emoji })
const ofRoom = ({ room }: Input) => ({ room })
const ofMessage = ({ room, message }: Input) => ({ room, message })
const ofMember = (input: Input) => ({ room: pick(input).room, user: pick(input).user })
const ofEmoji = ({ room, message, emoji }: Input) => ({ room, message, emoji })

/** Something new, said by the bot, so that there is something to be read. */
const spoken = async (hands: Hands, input: Input): Promise<Input> => {
  const { seq } = await hands.app('messages.send', {
    room: input['room'],
    sender: BOT,
    text: 'new',
  })
  return { seq }
}
/** As dear to delete as it was to say. */
const sent = async (hands: Hands, world: World, input: Input, n: number): Promise<Input> => {
  const message = { room: input['room'], text: cjk(n), mentions: { room: true } }
  const { id } = await hands.as(world.people.ana, 'messages.send', message)
  return { message: id }
}
const largeRoom = async (hands: Hands, { people: { ana, crowd } }: World): Promise<Input> => {
  const { id } = await hands.app('rooms.create', {
    type: 'group',
    name: 'To be deleted',
    members: members([ana.id, 'owner'], [BOT]),
  })
  const room = String(id)
  await hands.batch(crowd.map((person) => join(room, person.id)))
  await hands.batch(range(200).map((i) => said(room, { text: `message ${i}` })))
  return { room }
}
const somethingEverywhere = async (hands: Hands, { people: { ben } }: World): Promise<Input> => {
  const rooms: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await hands.as(ben, 'rooms.list', { ...(after && { after }) })
    rooms.push(...Array.from(Object(page['rooms']) as { id: string }[], ({ id }) => id))
    after = page['next'] === undefined ? undefined : String(page['next'])
    if (after === undefined || rooms.length > MANY_ROOMS) break
  }
  await hands.batch(rooms.map((room) => said(room, { text: 'new' })))
  return nothing
}
const asBen: Pick<Override, 'as'> = { as: ({ people: { ben } }) => ben }
const asCleo: Pick<Override, 'as'> = { as: ({ people: { cleo } }) => cleo }

/** They change what else can be done in a room, and cost no more than the rest. */
const SWITCHES = ['archived', 'readOnly', 'history', 'features']

const somebody = () => personOf(`somebody-${crypto.randomUUID()}`)
/** A request to somebody new, as one user can have a number of requests only. */
const askedBy = async (hands: Hands, asker: Person, user: string): Promise<Input> => {
  await hands.batch([{ name: 'users.create', input: { id: user, name: 'Somebody' } }])
  return { request: (await hands.as(asker, 'requests.create', { user }))['id'] }
}
const asked: Override = {
  anew: somebody,
  before: async (hands, _, __, ___, { id }) => askedBy(hands, await somebody(), id),
}

export const OVERRIDES: Partial<Record<CommandName, Override>> = {
  ...ACCOUNT_OVERRIDES,
  ...CONTENT_OVERRIDES,
  ...STAFF_OVERRIDES,
  'me.update': { as: ({ people: { guest } }) => guest },
  'rooms.update': { without: SWITCHES },
  'rooms.create': { as: ({ people: { crowd, ben } }) => crowd.at(-1) ?? ben },
  'rooms.delete': { before: largeRoom },
  'members.join': {
    ...asCleo,
    before: async (hands, { people: { cleo } }, input) =>
      hands.as(cleo, 'members.leave', ofRoom(input)).then(
        () => nothing,
        () => nothing,
      ),
  },
  'members.leave': {
    ...asCleo,
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'members.add', { ...ofRoom(input), user: 'cleo' }).then(() => nothing),
  },
  'members.add': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'members.remove', ofMember(input)).then(
        () => nothing,
        () => nothing,
      ),
  },
  'members.remove': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'members.add', ofMember(input)).then(() => nothing),
  },
  'members.update': {
    values: () => ({ role: [(n) => ['admin', 'moderator', 'member'][n % 3]] }),
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'members.add', ofMember(input)).then(() => nothing),
  },
  'messages.delete': { before: sent },
  'messages.restore': {
    before: async (hands, world, input, n) => {
      const made = await sent(hands, world, input, n)
      await hands.as(world.people.ana, 'messages.delete', { ...ofRoom(input), ...made })
      return made
    },
  },
  'messages.search': {
    values: () => ({
      q: [
        () => 'common',
        () => '讨 论 服 务 器 消 息 搜 索 房 间 用 户'.repeat(5).slice(0, 200),
        () => 'common '.repeat(28),
        () => `"${'common '.repeat(28)}"`.slice(0, 200),
        () =>
          range(60)
            .map((i) => String.fromCharCode(97 + (i % 26)))
            .join(' '),
        () => 'common from:ben after:2020-01-01',
      ],
      order: [() => 'date', () => 'rank'],
    }),
  },
  'receipts.markRead': { ...asBen, before: (hands, _, input) => spoken(hands, input) },
  'receipts.markAllRead': { ...asBen, before: somethingEverywhere },
  'receipts.markUnread': asBen,
  'receipts.markDelivered': { ...asBen, before: (hands, _, input) => spoken(hands, input) },
  'receipts.markThreadRead': {
    ...asBen,
    before: async (hands, _, { room, message }) => {
      const reply = { room, thread: message, sender: BOT, text: 'new' }
      return { seq: (await hands.app('messages.send', reply))['seq'] }
    },
  },
  'threads.follow': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'threads.unfollow', ofMessage(input)).then(() => nothing),
  },
  'threads.unfollow': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'threads.follow', ofMessage(input)).then(() => nothing),
  },
  'reactions.add': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'reactions.remove', ofEmoji(input)).then(() => nothing),
  },
  'reactions.remove': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'reactions.add', ofEmoji(input)).then(() => nothing),
  },
  'pins.add': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'pins.remove', ofMessage(input)).then(() => nothing),
  },
  'pins.remove': {
    before: async (hands, { people: { ana } }, input) =>
      hands.as(ana, 'pins.add', ofMessage(input)).then(() => nothing),
  },
  'invitations.create': {
    without: ['maxUses'],
    before: async (hands, { people: { ana } }, input) => {
      const { invitations } = await hands.as(ana, 'invitations.list', ofRoom(input))
      const [first] = Object(invitations) as { id: string }[]
      if (first) await hands.as(ana, 'invitations.delete', { invitation: first.id })
      return nothing
    },
  },
  'invitations.accept': {
    ...asCleo,
    without: ['invitation'],
    values: () => ({ code: [() => 'unknown'] }),
    before: async (hands, { people: { ana, cleo }, places: [place] }) => {
      const room = place?.room
      await hands.as(cleo, 'members.leave', { room }).catch(() => nothing)
      return { code: (await hands.as(ana, 'invitations.create', { room }))['code'] }
    },
  },
  'invitations.get': {
    before: async (hands, { people: { ana }, places: [place] }) => {
      const { invitations } = await hands.as(ana, 'invitations.list', { room: place?.room })
      const [first] = Object(invitations) as { id: string }[]
      const { id } = first ?? (await hands.as(ana, 'invitations.create', { room: place?.room }))
      return { invitation: id }
    },
  },
  'invitations.delete': {
    before: async (hands, { people: { ana }, places: [place] }) => {
      const invitation = await hands.as(ana, 'invitations.create', { room: place?.room })
      return { invitation: invitation['id'] }
    },
  },
  'requests.create': { values: () => ({ user: [(n) => `asked-${n}`] }) },
  'requests.get': asked,
  'requests.accept': asked,
  'requests.decline': asked,
  'requests.delete': {
    anew: somebody,
    before: async (hands, _, __, ___, caller) => askedBy(hands, caller, (await somebody()).id),
  },
  'typing.start': { before: () => Bun.sleep(600).then(() => nothing) },
  'typing.stop': {
    before: async (hands, { people: { ana } }, input) => {
      await Bun.sleep(600)
      await hands.as(ana, 'typing.start', ofRoom(input))
      return nothing
    },
  },
}

const askedOfApp: Override = {
  before: async (hands) => askedBy(hands, await somebody(), (await somebody()).id),
}

export const MANAGEMENT_OVERRIDES: Partial<Record<ManagementName, Override>> = {
  ...ACCOUNT_MANAGEMENT_OVERRIDES,
  ...STAFF_MANAGEMENT_OVERRIDES,
  'requests.accept': askedOfApp,
  'requests.decline': askedOfApp,
  'users.create': { values: () => ({ id: [(n) => `made-${n}`] }) },
  'users.delete': {
    before: async (hands, { places: [place] }, _, n) => {
      const id = `to-be-deleted-${n}`
      const messages = range(200).map((i) => ({ text: `message ${i}`, sender: id }))
      await hands.batch([user(id, 'bot')])
      await hands.batch((place?.rooms ?? []).map((room) => join(room, id)))
      await hands.batch(messages.map((message) => said(place?.rooms[0] ?? '', message)))
      return { user: id }
    },
  },
  'rooms.update': { without: SWITCHES },
  'rooms.delete': { before: largeRoom },
  'members.add': {
    before: (hands, _, input) =>
      hands.app('members.remove', ofMember(input)).then(
        () => nothing,
        () => nothing,
      ),
  },
  'members.remove': {
    before: (hands, _, input) => hands.app('members.add', ofMember(input)).then(() => nothing),
  },
  'members.update': {
    values: () => ({ role: [(n) => ['admin', 'moderator', 'member'][n % 3]] }),
    before: (hands, _, input) => hands.app('members.add', ofMember(input)).then(() => nothing),
  },
  'messages.send': { values: () => ({ sender: [() => BOT] }) },
  'messages.update': {
    without: ['version'],
    before: async (hands, _, { room }) => {
      const message = await hands.app('messages.send', { room, text: 'to be edited' })
      return { message: message['id'] }
    },
  },
  'messages.delete': { before: sent },
  'receipts.markRead': {
    before: async (hands, _, { room, user: id }) => {
      await hands.app('members.add', { room, user: id })
      return spoken(hands, { room })
    },
  },
  'receipts.markAllRead': { values: () => ({ user: [() => 'ben'] }), before: somethingEverywhere },
  'users.update': { values: () => ({ user: [() => DAN] }) },
  'keys.delete': {
    values: () => ({ key: [() => 'key_00000000000000000000000000'] }),
    before: async (hands, _, __, n) => {
      const made = await hands.app('keys.create', { name: `${n}`, scopes: ['tokens'] })
      return { key: made['id'] }
    },
  },
  batch: {
    values: ({ room }) => ({
      commands: [(n) => range(480).map((i) => said(room, { text: cjk(n + i) }))],
    }),
    once: true,
  },
}
