import * as z from 'zod'
import { UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { GivenPassword } from '../password.ts'
import { count, nothing, Time } from './shared.ts'

/** A code to compare. Its form is hardly checked: every wrong one is refused in the same way. */
export const GivenCode = z
  .string()
  .min(1)
  .max(100)
  .describe('The code that the authenticator app shows now, or a recovery code.')

/** What proves that the caller is the owner of the account, and not somebody with an open page of theirs. */
export const proof = {
  currentPassword: GivenPassword.optional(),
  code: GivenCode.optional(),
}

export const SecondFactor = z.object({ since: Time, recoveryCodesLeft: count }).meta({
  id: 'SecondFactor',
  description:
    'The codes of an authenticator app (TOTP), which a sign-in with the password needs, too. `recoveryCodesLeft`: the unused recovery codes.',
})

export type SecondFactor = Readonly<z.infer<typeof SecondFactor>>

export const NewSecondFactor = z.object({ secret: z.string(), uri: z.string() }).meta({
  id: 'NewSecondFactor',
  description:
    'The secret for an authenticator app, in base32, and the same as an `otpauth:` URI, for a QR code. No other answer contains it.',
})

export type NewSecondFactor = Readonly<z.infer<typeof NewSecondFactor>>

export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({
  id: 'RecoveryCodes',
  description:
    'Codes that each replace a code of the authenticator app once. No other answer contains them.',
})

export type RecoveryCodes = Readonly<z.infer<typeof RecoveryCodes>>

const cost = LIMITS.signInCost

export const SECOND_FACTOR_COMMANDS = {
  'secondFactors.create': op({
    method: 'POST',
    path: '/account/second-factor',
    asker: 'user',
    cost,
    once: true,
    summary:
      'Begin to set up an authenticator app; secondFactors.confirm turns it on. Needs the current password, or a session of the last 10 minutes',
    input: z.strictObject({ currentPassword: GivenPassword.optional() }),
    output: NewSecondFactor,
    status: 201,
  }),
  'secondFactors.confirm': op({
    method: 'POST',
    path: '/account/second-factor/confirm',
    asker: 'user',
    once: true,
    summary: 'Turn the authenticator app on by one of its codes, and get the recovery codes',
    input: z.strictObject({ code: GivenCode }),
    output: RecoveryCodes,
    status: 200,
  }),
  'secondFactors.delete': op({
    method: 'POST',
    path: '/account/second-factor/delete',
    asker: 'user',
    cost,
    once: true,
    summary: 'Turn the authenticator app off, by the current password or a code',
    input: z.strictObject(proof),
    output: nothing,
    status: 204,
  }),
  'recoveryCodes.create': op({
    method: 'POST',
    path: '/account/recovery-codes',
    asker: 'user',
    cost,
    once: true,
    summary: 'Get new recovery codes, by the current password or a code; the old ones end',
    input: z.strictObject(proof),
    output: RecoveryCodes,
    status: 201,
  }),
} as const

export const SECOND_FACTOR_APP_COMMANDS = {
  'secondFactors.delete': op({
    method: 'DELETE',
    path: '/users/:user/second-factor',
    asker: 'app',
    scope: 'users:write',
    summary: 'Remove the authenticator app and the recovery codes of a user, who lost them',
    input: z.strictObject({ user: UserId }),
    output: nothing,
    status: 204,
  }),
} as const
