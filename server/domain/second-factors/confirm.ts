import { Refusal } from '../../../protocol/refusals.ts'
import { newRecoveryCodes } from '../recovery-codes/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Who saw the secret on an open page cannot turn it on later. */
const PENDING_MS = 10 * 60 * 1000

/** Turns the second factor on. Its caller knows the secret, so wrong codes need not be counted. */
export const confirmSecondFactor: UseCase<'secondFactors.confirm'> = async (request) => {
  const { store, totpCodes, caller, input } = request
  const { id } = caller.user
  const { factor, now } = await store.read(async (reader) => ({
    factor: await reader.secondFactors.get(id),
    now: reader.now,
  }))
  if (factor === undefined || factor.isOn || factor.createdAt < now - PENDING_MS)
    throw new Refusal('not_found', NONE)
  const code = input.code.replace(/\s/g, '')
  const step = await totpCodes.stepOf(code, factor.sealed, id, now)
  if (step === undefined) throw new Refusal('wrong_code', WRONG)
  const recoveryCodes = newRecoveryCodes()
  return store.write(async (tx) => {
    await tx.accounts.lock(id)
    const current = await tx.secondFactors.get(id)
    if (current?.sealed !== factor.sealed || current.isOn) throw new Refusal('not_found', NONE)
    await tx.secondFactors.turnOn(id)
    await tx.secondFactors.use(id, step)
    await tx.secondFactors.setRecoveryCodes(id, recoveryCodes)
    return { recoveryCodes }
  })
}

const NONE = 'No second factor waits for its first code: begin with secondFactors.create'
const WRONG =
  'The code is wrong: check the clock of the device, and send the code that the authenticator app shows now'
