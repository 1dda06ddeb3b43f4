import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { beginAttempt } from '../accounts/rules.ts'
import type { Reader, StoredSecondFactor, Tx } from '../ports.ts'
import type { Ports } from '../use-case.ts'

/**
 * Whoever guesses codes knows the password, so the wait may be long. With it somebody has 300 guesses a day, and each is
 * right with a chance of 3 in a million. Recovery codes cannot be guessed, and stay usable meanwhile.
 */
const LONGEST_WAIT_S = 15 * 60
const DIGITS = /^\d{6}$/

/** A code that the transaction of the change uses up. Refuses `wrong_code`. */
export type UseCode = (tx: Tx) => Promise<void>

/** People type codes with spaces, hyphens and capital letters. */
const plain = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase()

/**
 * Compares a code with the user's second factor, which is slow, and so before the transaction. Wrong ones are counted:
 * refuses `rate_limited` after several.
 */
export async function prepareCode(
  { store, totpCodes }: Pick<Ports, 'store' | 'totpCodes'>,
  user: UserId,
  given: string,
): Promise<UseCode> {
  const code = plain(given)
  const attempts = `code of ${user}`
  const isTotp = DIGITS.test(code)
  const { factor, now } = await store.read(async (reader) => ({
    factor: await reader.secondFactors.get(user),
    now: reader.now,
  }))
  if (isTotp && factor?.isOn) await beginAttempt(store, attempts, LONGEST_WAIT_S)
  const step = isTotp && factor ? await totpCodes.stepOf(code, factor.sealed, user, now) : undefined
  return async (tx) => {
    await tx.accounts.lock(user)
    const current = await tx.secondFactors.get(user)
    const isRight =
      step === undefined
        ? await tx.secondFactors.useRecoveryCode(user, code)
        : isUnused(step, factor, current)
    if (!isRight) throw new Refusal('wrong_code')
    if (step === undefined) return
    await tx.secondFactors.use(user, step)
    await tx.attempts.succeed(attempts)
  }
}

/** Another request may have used the code since, or replaced the second factor. */
const isUnused = (
  step: number,
  before: StoredSecondFactor | undefined,
  now: StoredSecondFactor | undefined,
): boolean => now?.isOn === true && now.sealed === before?.sealed && step > now.lastStep

/** Refuses `too_many` if there is one. */
export async function requireNoFactor(reader: Reader, user: UserId): Promise<void> {
  if ((await reader.secondFactors.get(user))?.isOn) throw new Refusal('too_many', ONE)
}

/** Refuses `not_found` if there is none. */
export async function requireFactor(reader: Reader, user: UserId): Promise<void> {
  if (!(await reader.secondFactors.get(user))?.isOn) throw new Refusal('not_found', NONE)
}

/** Who saw the secret on an open page cannot turn it on later. */
const PENDING_MS = 10 * 60 * 1000

/** The one that waits for its first code. Refuses `not_found`. */
export async function pendingFactor(reader: Reader, user: UserId): Promise<StoredSecondFactor> {
  const factor = await reader.secondFactors.get(user)
  if (factor === undefined || factor.isOn || factor.createdAt < reader.now - PENDING_MS)
    throw new Refusal('not_found', NOT_PENDING)
  return factor
}

const ONE = 'The account has a second factor: delete it before you set up another'
const NONE = 'The account has no second factor: recovery codes come with one'
const NOT_PENDING = 'No second factor waits for its first code: begin with secondFactors.create'
