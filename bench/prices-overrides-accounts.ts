import type { CommandName } from '../protocol/commands.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { ManagementName } from '../protocol/management.ts'
import { Authenticator } from '../tests/support/authenticator.ts'
import {
  account,
  addIdentity,
  addPasskey,
  addSecondFactor,
  crowdedAccount,
  firstCode,
  flowOf,
  fullAccount,
  mailed,
  newCredential,
  PASSWORD,
  signInCredential,
  unique,
  withSessions,
} from './prices-accounts.ts'
import type { Person } from './prices-client.ts'
import type { Hands } from './prices-hands.ts'
import { PAGE } from './prices-outside.ts'
import { nothing, type Override } from './prices-override.ts'
import { inTurns, join, range, type World } from './prices-world.ts'
import { adminOf } from './prices-world-staff.ts'

const withAccount: Pick<Override, 'as'> = { as: (_, hands) => fullAccount(hands) }
const fresh: Pick<Override, 'anew'> = { anew: (hands) => account(hands) }
const proof = () => ({ currentPassword: [() => PASSWORD] })
const asAdmin: Pick<Override, 'as'> = { as: adminOf }
const credential = () => ({ credential: [() => nothing] })
const redirect = () => ({
  provider: [() => 'oidc'],
  redirectUri: [() => `com.example.chat:/${'x'.repeat(LIMITS.redirectLength - 20)}`],
})
const link = () => ({ link: [() => `pl_link_${'x'.repeat(43)}`] })
const flow = () => ({ flow: [() => 'x'], callback: [() => 'x'] })

/** In 100 rooms, with 100 messages in one of them. */
async function inRooms(hands: Hands, { places: [place] }: World, person: Person): Promise<void> {
  const rooms = place?.rooms ?? []
  await hands.batch(rooms.map((room) => join(room, person.id)))
  await inTurns(range(100), (i) =>
    hands.as(person, 'messages.send', { room: rooms[0], text: `message ${i}` }),
  )
}

async function present(hands: Hands, world: World) {
  const made = await account(hands)
  await inRooms(hands, world, made)
  return made
}

const newLink = async (hands: Hands) => {
  const made = await hands.app('links.create', { purpose: 'sign_up' })
  return { link: made['id'] }
}

export const ACCOUNT_OVERRIDES: Partial<Record<CommandName, Override>> = {
  'accounts.create': {
    without: ['link'],
    values: () => ({
      handle: [unique],
      password: [() => PASSWORD],
      email: [() => `${unique()}@example.org`],
      guestToken: [() => 'x'],
    }),
    before: async (hands, world, input) => {
      if (input['guestToken'] === undefined) return nothing
      const { user, token } = await hands.as(undefined, 'guests.create', { name: 'Gus' })
      await inRooms(hands, world, { id: String(Object(user).id), token: String(token) })
      return { guestToken: token }
    },
  },
  'accounts.get': withAccount,
  'accounts.update': {
    anew: (hands) => withSessions(hands),
    values: () => ({
      handle: [unique],
      email: [() => `${unique()}@example.org`],
      password: [() => `${PASSWORD}!`],
      ...proof(),
    }),
  },
  'accounts.delete': {
    anew: present,
    ends: 'user_deleted',
    values: () => ({ password: [() => PASSWORD] }),
  },
  'emails.verify': {
    values: link,
    before: async (hands) => ({ link: (await mailed(hands)).link }),
  },
  'passwords.requestReset': {
    values: () => ({ login: [() => 'x'] }),
    before: async (hands) => {
      const { email, link } = await mailed(hands)
      await hands.as(undefined, 'emails.verify', { link })
      return { login: email }
    },
  },
  'passwords.reset': {
    values: () => ({ ...link(), password: [() => `${PASSWORD}!`] }),
    before: async (hands) => {
      const { id: user } = await withSessions(hands)
      const { code } = await hands.app('links.create', { purpose: 'password', user })
      return { link: code }
    },
  },
  'sessions.create': {
    without: ['code'],
    values: () => ({ login: [() => 'x'], password: [() => PASSWORD] }),
    before: async (hands) => ({ login: (await crowdedAccount(hands)).handle }),
  },
  'sessions.refresh': {
    values: () => ({ refreshToken: [() => 'x'] }),
    before: async (hands) => {
      const input = { handle: unique(), password: PASSWORD }
      const { refreshToken } = await hands.as(undefined, 'accounts.create', input)
      return { refreshToken }
    },
  },
  'sessions.list': withAccount,
  'sessions.delete': {
    ...fresh,
    ends: 'session_ended',
    values: () => ({ session: [() => 'current'] }),
  },
  'sessions.deleteAll': { anew: (hands) => withSessions(hands), ends: 'session_ended' },
  'secondFactors.create': { ...withAccount, values: proof },
  'secondFactors.confirm': {
    ...fresh,
    values: () => ({ code: [() => 'x'] }),
    before: async (hands, _, __, ___, caller) => ({ code: await firstCode(hands, caller) }),
  },
  'secondFactors.delete': {
    ...fresh,
    values: () => ({ ...proof(), code: [() => 'x'] }),
    before: async (hands, _, { code: given }, ___, caller) => {
      const [code] = await addSecondFactor(hands, caller)
      return given === undefined ? nothing : { code }
    },
  },
  'recoveryCodes.create': {
    ...fresh,
    values: () => ({ ...proof(), code: [() => 'x'] }),
    before: async (hands, _, { code: given }, ___, caller) => {
      const [code] = await addSecondFactor(hands, caller)
      return given === undefined ? nothing : { code }
    },
  },
  'passkeys.createOptions': { ...withAccount, without: ['code'], values: proof },
  'passkeys.create': {
    ...fresh,
    values: credential,
    before: async (hands, _, __, ___, caller) => ({
      credential: await newCredential(hands, caller, new Authenticator(PAGE)),
    }),
  },
  'passkeys.list': withAccount,
  'passkeys.delete': {
    ...fresh,
    without: ['code'],
    values: () => ({ passkey: [() => 'x'], ...proof() }),
    before: async (hands, _, __, ___, caller) => ({
      passkey: (await addPasskey(hands, caller)).passkey,
    }),
  },
  'sessions.createByPasskey': {
    values: credential,
    before: async (hands) => {
      const { authenticator } = await addPasskey(hands, await account(hands))
      return { credential: await signInCredential(hands, authenticator) }
    },
  },
  'links.create': {
    ...asAdmin,
    values: () => ({ purpose: [() => 'password', () => 'sign_up'] }),
    before: async (hands, _, input) => {
      const { links } = await hands.app('links.list', {})
      const [first] = Object(links) as { id: string }[]
      if (first) await hands.app('links.delete', { link: first.id })
      if (input['purpose'] === 'sign_up') return { user: undefined }
      return { user: (await account(hands)).id }
    },
  },
  'links.list': asAdmin,
  'links.delete': { ...asAdmin, values: () => ({ link: [() => 'x'] }), before: newLink },
  'identities.begin': { values: redirect },
  'identities.signIn': {
    without: ['link', 'guestToken'],
    values: flow,
    before: (hands) => flowOf(hands),
  },
  'identities.connect': { ...withAccount, values: redirect },
  'identities.create': {
    ...fresh,
    values: flow,
    before: (hands, _, __, ___, caller) => flowOf(hands, caller),
  },
  'identities.list': withAccount,
  'identities.delete': {
    ...fresh,
    values: () => ({ identity: [() => 'x'] }),
    before: async (hands, _, __, ___, caller) => ({ identity: await addIdentity(hands, caller) }),
  },
  'erasures.create': {
    anew: present,
    ends: 'user_deleted',
    values: () => ({ messages: [() => 'delete', () => 'keep'], password: [() => PASSWORD] }),
  },
}

/** Somebody whose messages are deleted, or whose data are copied. */
const written = async (hands: Hands, world: World) => ({ user: (await present(hands, world)).id })

/** What concerns all that a user has written. */
export const CONTENT_OVERRIDES: Partial<Record<CommandName, Override>> = {
  'exports.create': { anew: present },
  'messages.deleteAll': {
    before: async (hands, world) => ({
      ...(await written(hands, world)),
      room: world.places[0]?.rooms[0],
    }),
  },
  'serverMessages.deleteAll': { ...asAdmin, before: written },
}

/** The user of a command of the app. */
const ofUser = () => ({ user: [() => 'x'] })
const ofFull: Override = {
  values: ofUser,
  before: async (hands) => ({ user: (await fullAccount(hands)).id }),
}

export const ACCOUNT_MANAGEMENT_OVERRIDES: Partial<Record<ManagementName, Override>> = {
  'accounts.create': {
    values: () => ({ handle: [unique], email: [() => `${unique()}@example.org`] }),
  },
  'sessions.list': ofFull,
  'sessions.delete': {
    values: () => ({ ...ofUser(), session: [() => 'x'] }),
    before: async (hands) => {
      const { id: user } = await account(hands)
      const { sessions } = await hands.app('sessions.list', { user })
      return { user, session: Object(sessions)[0].id }
    },
  },
  'sessions.deleteAll': {
    values: ofUser,
    before: async (hands) => ({ user: (await withSessions(hands)).id }),
  },
  'secondFactors.delete': {
    values: ofUser,
    before: async (hands) => {
      const made = await account(hands)
      await addSecondFactor(hands, made)
      return { user: made.id }
    },
  },
  'passkeys.list': ofFull,
  'passkeys.deleteAll': {
    values: ofUser,
    before: async (hands) => {
      const made = await account(hands)
      for (const _ of range(3)) await addPasskey(hands, made)
      return { user: made.id }
    },
  },
  'links.create': { without: ['user'], values: () => ({ purpose: [() => 'sign_up'] }) },
  // It offers a link while the server has no administrator; each run of the bench makes one.
  'links.offerAdministrator': {
    before: (hands) =>
      hands.app('users.update', { user: 'admin', role: 'user' }).then(() => nothing),
  },
  'links.delete': { values: () => ({ link: [() => 'x'] }), before: newLink },
  'identities.list': ofFull,
  'identities.delete': {
    values: () => ({ ...ofUser(), identity: [() => 'x'] }),
    before: async (hands) => {
      const made = await account(hands)
      return { user: made.id, identity: await addIdentity(hands, made) }
    },
  },
  'erasures.create': {
    values: () => ({ messages: [() => 'delete', () => 'keep'] }),
    before: written,
  },
  'exports.create': { before: written },
  'exports.get': {
    values: () => ({ export: [() => 'x'] }),
    before: async (hands) => {
      // A user has a number of exports a day only.
      const { id: user } = await account(hands)
      return { export: (await hands.app('exports.create', { user }))['id'] }
    },
  },
  'messages.deleteAll': { without: ['room'], before: written },
}
