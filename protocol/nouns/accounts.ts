import * as z from 'zod'
import { Email } from '../email.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { GivenPassword, NewPassword } from '../password.ts'
import { Handle } from '../profile.ts'
import { Name } from '../text.ts'
import { event } from './event.ts'
import { SecondFactor } from './second-factors.ts'
import { Cookie, LinkCode, Login, SignedIn } from './sessions.ts'
import { nothing, Time } from './shared.ts'
import { User } from './users.ts'

export const Account = z
  .object({
    user: User,
    createdAt: Time,
    passwordChangedAt: Time.optional(),
    email: z.string().optional(),
    emailVerified: z.boolean().optional(),
    secondFactor: SecondFactor.optional(),
  })
  .meta({
    id: 'Account',
    description:
      'How a user signs in. Without `passwordChangedAt` the account has no password. `emailVerified`: whether the user has shown that `email` is theirs; it is absent without `email`.',
  })

export type Account = Readonly<z.infer<typeof Account>>

/** What has changed in how a user signs in. */
export const AccountChange = z
  .enum([
    'password_changed',
    'passkey_created',
    'passkey_deleted',
    'second_factor_on',
    'second_factor_off',
    'recovery_codes_created',
  ])
  .meta({ id: 'AccountChange', description: 'What has changed in how a user signs in.' })

export type AccountChange = z.infer<typeof AccountChange>

const SIGN_IN_COST = LIMITS.signInCost

export const ACCOUNT_COMMANDS = {
  'accounts.create': op({
    method: 'POST',
    path: '/accounts',
    asker: 'anyone',
    cost: SIGN_IN_COST,
    spends: ['guestsPerAddress'],
    once: true,
    summary:
      'Sign up with a handle and a password, and sign in. With `guestToken`, the guest keeps their id, rooms and messages. With `email`, a link to verify the address is mailed',
    input: z.strictObject({
      handle: Handle,
      password: NewPassword,
      name: Name.optional(),
      email: Email.optional(),
      link: LinkCode.optional(),
      guestToken: z.string().optional(),
      cookie: Cookie,
    }),
    output: SignedIn,
    status: 201,
  }),
  'accounts.get': op({
    method: 'GET',
    path: '/account',
    asker: 'user',
    summary: 'Get the caller’s own account',
    input: nothing,
    output: Account,
    status: 200,
  }),
  'accounts.update': op({
    method: 'PATCH',
    path: '/account',
    asker: 'user',
    // The current password is compared, and the new one is hashed.
    cost: 2 * SIGN_IN_COST,
    spends: ['eventsPerDay'],
    summary:
      'Change the caller’s handle, e-mail address or password. A new password ends all other sessions. A link to verify the address is mailed, also if it is the same and was not verified; null removes the address',
    input: z.strictObject({
      handle: Handle.optional(),
      email: Email.nullable().optional(),
      password: NewPassword.optional(),
      currentPassword: GivenPassword.optional(),
    }),
    output: Account,
    status: 200,
  }),
  'accounts.delete': op({
    method: 'POST',
    path: '/account/delete',
    asker: 'user',
    cost: SIGN_IN_COST,
    once: true,
    summary: 'Delete the caller’s account and user permanently; the messages stay',
    input: z.strictObject({ password: GivenPassword.optional() }),
    output: nothing,
    status: 204,
  }),
  'emails.verify': op({
    method: 'POST',
    path: '/emails/verify',
    asker: 'anyone',
    once: true,
    summary: 'Verify the e-mail address of an account by the link that was mailed to it',
    input: z.strictObject({ link: LinkCode }),
    output: nothing,
    status: 204,
  }),
  'passwords.requestReset': op({
    method: 'POST',
    path: '/passwords/request-reset',
    asker: 'anyone',
    cost: SIGN_IN_COST,
    summary:
      'Mail a link to set a new password, if the login belongs to an account with a verified e-mail address. The answer is the same for every login',
    input: z.strictObject({ login: Login }),
    output: nothing,
    status: 204,
  }),
  'passwords.reset': op({
    method: 'POST',
    path: '/passwords/reset',
    asker: 'anyone',
    cost: SIGN_IN_COST,
    once: true,
    summary: 'Set a new password by a one-time link. It ends all sessions of the user',
    input: z.strictObject({ link: LinkCode, password: NewPassword }),
    output: nothing,
    status: 204,
  }),
} as const

export const ACCOUNT_APP_COMMANDS = {
  'accounts.create': op({
    method: 'POST',
    path: '/accounts',
    asker: 'app',
    scope: 'users:write',
    once: true,
    summary:
      'Create a user with an account, and a one-time link with which the user sets the first password. With `email`, a link to verify the address is mailed',
    input: z.strictObject({ handle: Handle, name: Name.optional(), email: Email.optional() }),
    output: z.object({ user: User, link: LinkCode, expiresAt: Time }),
    status: 201,
  }),
} as const

export const ACCOUNT_EVENTS = {
  'account.updated': event(
    'account.updated',
    { change: AccountChange },
    'The password, a passkey or the second factor of the account has changed, so that other devices can ask whether it was the user.',
  ),
} as const
