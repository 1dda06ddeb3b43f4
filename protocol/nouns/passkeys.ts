import * as z from 'zod'
import { PasskeyId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { GivenPassword } from '../password.ts'
import { Data, Name } from '../text.ts'
import { GivenCode, proof } from './second-factors.ts'
import { Cookie, SignedIn } from './sessions.ts'
import { nothing, Time } from './shared.ts'

export const Passkey = z
  .object({ id: PasskeyId, name: Name, createdAt: Time, usedAt: Time.optional() })
  .meta({
    id: 'Passkey',
    description: 'A passkey (WebAuthn) with which a user signs in without a password or a code.',
  })

export type Passkey = Readonly<z.infer<typeof Passkey>>

export const PasskeyOptions = z
  .object({
    options: Data.describe('The `publicKey` options, in the JSON form of WebAuthn.'),
    expiresAt: Time,
  })
  .meta({
    id: 'PasskeyOptions',
    description:
      'What a browser needs: `PublicKeyCredential.parseCreationOptionsFromJSON` or `…parseRequestOptionsFromJSON` reads `options`. They can be used once, until `expiresAt`.',
  })

export type PasskeyOptions = Readonly<z.infer<typeof PasskeyOptions>>

const credential = Data.describe(
  'The `PublicKeyCredential` of the browser, as its `toJSON()` answers it.',
)
const cost = LIMITS.signInCost
const list = z.object({ passkeys: z.array(Passkey) })

export const PASSKEY_COMMANDS = {
  'passkeys.createOptions': op({
    method: 'POST',
    path: '/account/passkeys/options',
    asker: 'user',
    cost,
    summary:
      'Get the options for a new passkey. Needs the current password, a code, or a session of the last 10 minutes',
    input: z.strictObject(proof),
    output: PasskeyOptions,
    status: 200,
  }),
  'passkeys.create': op({
    method: 'POST',
    path: '/account/passkeys',
    asker: 'user',
    cost,
    once: true,
    summary: 'Add the passkey that the browser has created',
    input: z.strictObject({ credential, name: Name.default('Passkey') }),
    output: Passkey,
    status: 201,
  }),
  'passkeys.list': op({
    method: 'GET',
    path: '/account/passkeys',
    asker: 'user',
    summary: 'List the caller’s passkeys',
    input: nothing,
    output: list,
    status: 200,
  }),
  'passkeys.delete': op({
    method: 'POST',
    path: '/account/passkeys/:passkey/delete',
    asker: 'user',
    cost,
    once: true,
    summary:
      'Remove a passkey. Needs the current password, a code, or a session of the last 10 minutes',
    input: z.strictObject({
      passkey: PasskeyId,
      currentPassword: GivenPassword.optional(),
      code: GivenCode.optional(),
    }),
    output: nothing,
    status: 204,
  }),
  'passkeys.signInOptions': op({
    method: 'POST',
    path: '/passkeys/options',
    asker: 'anyone',
    summary: 'Get the options for signing in with a passkey',
    input: nothing,
    output: PasskeyOptions,
    status: 200,
  }),
  'sessions.createByPasskey': op({
    method: 'POST',
    path: '/sessions/passkey',
    asker: 'anyone',
    cost,
    once: true,
    summary: 'Sign in with a passkey, without a password or a code',
    input: z.strictObject({ credential, cookie: Cookie }),
    output: SignedIn,
    status: 201,
  }),
} as const

const ofUser = z.strictObject({ user: UserId })

export const PASSKEY_APP_COMMANDS = {
  'passkeys.list': op({
    method: 'GET',
    path: '/users/:user/passkeys',
    asker: 'app',
    scope: 'users:read',
    summary: 'List the passkeys of a user',
    input: ofUser,
    output: list,
    status: 200,
  }),
  'passkeys.deleteAll': op({
    method: 'DELETE',
    path: '/users/:user/passkeys',
    asker: 'app',
    scope: 'users:write',
    summary: 'Remove all passkeys of a user, who lost a device',
    input: ofUser,
    output: nothing,
    status: 204,
  }),
} as const
