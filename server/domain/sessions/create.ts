import { Refusal } from '../../../protocol/refusals.ts'
import { beginAttempt, loginOf, requireAccounts } from '../accounts/rules.ts'
import { prepareCode } from '../second-factors/rules.ts'
import type { UseCase } from '../use-case.ts'
import { beginSession, requireCookies } from './rules.ts'

/** An unknown login takes the same time, and gets the same refusal, as a wrong password. */
export const createSession: UseCase<'sessions.create'> = async (request) => {
  const { store, passwords, sessionTokens, policy, visitor, input } = request
  requireAccounts(policy)
  requireCookies(visitor, input.cookie)
  const login = loginOf(input.login)
  // Counted and compared also if nobody has this login.
  await beginAttempt(store, login)
  const account = await store.read((reader) => reader.accounts.byLogin(login))
  const isRight = await passwords.verify(input.password, account?.password)
  if (!isRight || account === undefined) throw new Refusal('wrong_credentials')
  const { id } = account.user
  const useCode = input.code === undefined ? undefined : await prepareCode(request, id, input.code)
  return store.write(async (tx) => {
    // The password may have been changed meanwhile, or the user deleted.
    const current = await tx.accounts.lock(account.user.id)
    if (current === undefined || current.password !== account.password)
      throw new Refusal('wrong_credentials')
    // Not before the password was right: else others would learn who has a second factor.
    if ((await tx.secondFactors.get(id))?.isOn) {
      if (useCode === undefined) throw new Refusal('second_factor_required')
      await useCode(tx)
    }
    await tx.attempts.succeed(login)
    return beginSession(tx, sessionTokens, { user: current.user, visitor, cookie: input.cookie })
  })
}
