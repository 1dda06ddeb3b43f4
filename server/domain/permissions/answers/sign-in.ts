import type { UserId } from '../../../../protocol/ids.ts'
import { existingAccount, requireAccounts } from '../../accounts/rules.ts'
import { ownIdentity, requireAccount } from '../../identities/rules.ts'
import { ownPasskey, requireSpaceForPasskey } from '../../passkeys/rules.ts'
import type { Policy, Reader } from '../../ports.ts'
import { pendingFactor, requireFactor, requireNoFactor } from '../../second-factors/rules.ts'
import { requireWayIn } from '../../way-in.ts'
import { type Answer, needed, type Question, refusedBy } from './answer.ts'

/** The commands that read or change how a user signs in. */
const OF_SIGN_IN = [
  'secondFactors.create',
  'secondFactors.confirm',
  'secondFactors.delete',
  'recoveryCodes.create',
  'passkeys.createOptions',
  'passkeys.create',
  'passkeys.delete',
  'identities.begin',
  'identities.signIn',
  'identities.connect',
  'identities.create',
  'identities.delete',
] as const

type SignInCommand = (typeof OF_SIGN_IN)[number]

export const isOfSignIn = (command: string): command is SignInCommand =>
  OF_SIGN_IN.some((one) => one === command)

/** Codes, passwords and what an issuer says are not judged: the question does not have them. */
export async function ofSignIn(
  reader: Reader,
  policy: Policy,
  command: SignInCommand,
  user: UserId,
  question: Question,
): Promise<Answer> {
  const everybody = async (check: () => unknown): Promise<Answer> =>
    (await refusedBy('everyone', check)) ?? { rule: 'everyone' }
  /** The rules of the command, after that the user has an account. */
  const own = async (check?: () => unknown): Promise<Answer> =>
    (await refusedBy('object', async () => {
      await existingAccount(reader, user)
      await check?.()
    })) ?? { rule: 'own' }
  switch (command) {
    case 'secondFactors.create':
      return own(() => requireNoFactor(reader, user))
    case 'secondFactors.confirm':
      return (await refusedBy('object', () => pendingFactor(reader, user))) ?? { rule: 'own' }
    case 'recoveryCodes.create':
      return own(() => requireFactor(reader, user))
    case 'secondFactors.delete':
    case 'passkeys.createOptions':
      return own()
    case 'passkeys.create':
      return own(() => requireSpaceForPasskey(reader, user))
    case 'passkeys.delete': {
      const passkey = needed(question, 'passkey')
      return own(async () => {
        await ownPasskey(reader, user, passkey)
        await requireWayIn(reader, user, passkey)
      })
    }
    case 'identities.begin':
    case 'identities.signIn':
      return everybody(() => requireAccounts(policy))
    case 'identities.connect':
    case 'identities.create':
      return everybody(async () => {
        requireAccounts(policy)
        await requireAccount(reader, { user: { id: user } })
      })
    case 'identities.delete': {
      const identity = needed(question, 'identity')
      const check = async () => {
        await ownIdentity(reader, user, identity)
        await requireWayIn(reader, user, identity)
      }
      return (await refusedBy('object', check)) ?? { rule: 'own' }
    }
  }
}
