import { Refusal } from '../../../protocol/refusals.ts'
import { newRecoveryCodes } from '../recovery-codes/rules.ts'
import type { UseCase } from '../use-case.ts'
import { pendingFactor } from './rules.ts'

/** Turns the second factor on. Its caller knows the secret, so wrong codes need not be counted. */
export const confirmSecondFactor: UseCase<'secondFactors.confirm'> = async (request) => {
  const { store, totpCodes, caller, input } = request
  const { id } = caller.user
  const { factor, now } = await store.read(async (reader) => ({
    factor: await pendingFactor(reader, id),
    now: reader.now,
  }))
  const code = input.code.replace(/\s/g, '')
  const step = await totpCodes.stepOf(code, factor.sealed, id, now)
  if (step === undefined) throw new Refusal('wrong_code', WRONG)
  const recoveryCodes = newRecoveryCodes()
  return store.write(async (tx) => {
    await tx.accounts.lock(id)
    // Another request may have turned it on since, or begun again.
    const current = await pendingFactor(tx, id)
    if (current.sealed !== factor.sealed) throw new Refusal('wrong_code', WRONG)
    await tx.secondFactors.turnOn(id)
    await tx.secondFactors.use(id, step)
    await tx.secondFactors.setRecoveryCodes(id, recoveryCodes)
    return { recoveryCodes }
  })
}

const WRONG =
  'The code is wrong: check the clock of the device, and send the code that the authenticator app shows now'
