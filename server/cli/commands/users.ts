import type { User } from '../../../protocol/entities.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { listOf, tableOf } from '../columns.ts'
import type { Call, Command, Result } from '../command.ts'
import { ask, type Link, upTo } from '../links/link.ts'
import { findUser } from '../names.ts'
import { confirm } from '../terminal.ts'
import { LIMIT, listed, YES } from './shared.ts'

const USER = { name: 'user', description: 'the id of a user, or a handle' }
const ROLES = ['administrator', 'moderator', 'user'] as const

/** Creates an account, and returns its link. */
export async function createAccount(call: Call, link: Link) {
  const [name, email] = [call.flag('name'), call.flag('email')]
  const made = await ask(link, 'accounts.create', {
    handle: call.arg('handle'),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
  })
  return { ...made, link: linkTo(call, made.link) }
}

/** The address that a one-time link has in a browser. */
export function linkTo(call: Call, code: string): string {
  const { url, port } = call.config()
  return `${url[0] ?? `http://localhost:${port}`}/#link=${code}`
}

export const ACCOUNT_ARGS = [
  { name: 'handle', description: 'the name with which the user signs in' },
] as const
export const ACCOUNT_FLAGS = {
  name: { type: 'string', description: 'the display name; the handle by default' },
  email: { type: 'string', description: 'an address; a link to verify it is mailed' },
} as const

const detail = (user: User): Result => ({ json: user, text: listOf(user) })
const userOf = async (call: Call, link: Link) => findUser(link, call.arg('user'))

export const USER_COMMANDS: readonly Command[] = [
  {
    name: 'user create',
    summary: 'Create a user with an account, and print the link for the first password',
    args: ACCOUNT_ARGS,
    flags: ACCOUNT_FLAGS,
    run: async (call) => {
      const made = await createAccount(call, await call.link())
      return {
        json: made,
        text: listOf({ user: made.user.id, link: made.link, until: made.expiresAt }),
      }
    },
  },
  {
    name: 'user list',
    summary: 'List the users, without deleted ones',
    flags: { limit: LIMIT },
    run: async (call) => {
      const most = call.count('limit', 100)
      const link = await call.link()
      const found = await upTo(most, LIMITS.pageMax, async (after, limit) => {
        const { users, next } = await ask(link, 'users.list', { ...(after && { after }), limit })
        return { items: users, next }
      })
      return listed(found, [
        ['id', ({ id }) => id],
        ['name', ({ name }) => name],
        ['handle', ({ handle }) => handle],
        ['kind', ({ kind }) => kind],
        ['role', ({ role }) => role],
        ['created', ({ createdAt }) => createdAt],
      ])
    },
  },
  {
    name: 'user show',
    summary: 'Print a user',
    args: [USER],
    run: async (call) => {
      const link = await call.link()
      return detail(await ask(link, 'users.get', { user: await userOf(call, link) }))
    },
  },
  {
    name: 'user role',
    summary: 'Change the role of a user on the whole server',
    args: [USER, { name: 'role', description: 'the new role', values: ROLES }],
    run: async (call) => {
      const link = await call.link()
      const role = ROLES.find((each) => each === call.arg('role')) ?? 'user'
      const user = await userOf(call, link)
      return detail(await ask(link, 'users.update', { user, role }))
    },
  },
  {
    name: 'user activate',
    summary: 'Lift the bans of a user from the server',
    args: [USER],
    run: async (call) => {
      const link = await call.link()
      const user = await userOf(call, link)
      const { sanctions } = await ask(link, 'sanctions.list', { user, limit: LIMITS.pageMax })
      const bans = sanctions.filter(({ kind, room }) => kind === 'ban' && room === undefined)
      for (const { id } of bans) await ask(link, 'sanctions.delete', { sanction: id })
      return { json: { user, lifted: bans.length }, text: `${user} is active` }
    },
  },
  {
    name: 'user deactivate',
    summary: 'Ban a user from the server until `user activate`, and close the user’s connections',
    args: [USER],
    flags: { reason: { type: 'string', description: 'a reason, which the user can read' } },
    run: async (call) => {
      const link = await call.link()
      const user = await userOf(call, link)
      const reason = call.flag('reason')
      const ban = await ask(link, 'sanctions.create', {
        kind: 'ban',
        user,
        ...(reason !== undefined && { reason }),
      })
      return { json: ban, text: `${user} is deactivated` }
    },
  },
  {
    name: 'user delete',
    summary: 'Delete a user permanently',
    args: [USER],
    flags: {
      messages: { type: 'boolean', description: 'delete all messages of the user, too' },
      yes: YES,
    },
    run: async (call) => {
      const link = await call.link()
      const user = await userOf(call, link)
      await confirm(call.terminal, call.isSet('yes'), `Deleting ${user}`)
      await ask(link, 'users.delete', { user, messages: call.isSet('messages') })
      return { json: { deleted: user }, text: `${user} is deleted` }
    },
  },
  {
    name: 'user reset-link',
    summary: 'Create a one-time link with which a user sets a new password',
    args: [USER],
    run: async (call) => {
      const link = await call.link()
      const user = await userOf(call, link)
      const made = await ask(link, 'links.create', { purpose: 'password', user })
      const url = linkTo(call, made.code)
      return { json: { ...made, url }, text: listOf({ link: url, until: made.expiresAt }) }
    },
  },
  {
    name: 'user sessions',
    summary: 'List the sessions of a user, or end them all',
    args: [USER],
    flags: { end: { type: 'boolean', description: 'end all sessions' } },
    run: async (call) => {
      const link = await call.link()
      const user = await userOf(call, link)
      if (call.isSet('end')) {
        await ask(link, 'sessions.deleteAll', { user })
        return { json: { ended: user }, text: `all sessions of ${user} are ended` }
      }
      const { sessions } = await ask(link, 'sessions.list', { user })
      return {
        json: sessions,
        text: tableOf(sessions, [
          ['id', ({ id }) => id],
          ['last used', ({ usedAt }) => usedAt],
          ['address', ({ address }) => address],
          ['client', ({ client }) => client],
        ]),
      }
    },
  },
]

export const ADMIN_COMMANDS: readonly Command[] = [
  {
    name: 'admin create',
    summary: 'Create an administrator, and print the link for the first password',
    args: ACCOUNT_ARGS,
    flags: ACCOUNT_FLAGS,
    run: async (call) => {
      const link = await call.link()
      const made = await createAccount(call, link)
      const user = await ask(link, 'users.update', { user: made.user.id, role: 'administrator' })
      return {
        json: { ...made, user },
        text: listOf({ user: user.id, link: made.link, until: made.expiresAt }),
      }
    },
  },
  {
    name: 'admin setup-link',
    summary: 'Print a new link to become the first administrator, while there is none',
    details: 'Each link is valid once, within 24 hours. A server prints one at its start, too.',
    run: async (call) => {
      const code = await (await call.link()).administratorLink()
      if (code === undefined)
        return {
          json: {},
          text: 'there is an administrator already: parlance user list shows all users',
        }
      const url = linkTo(call, code)
      return { json: { url }, text: listOf({ link: url, valid: 'once, within 24 hours' }) }
    },
  },
]
