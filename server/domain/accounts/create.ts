import { Refusal } from '../../../protocol/refusals.ts'
import { changeEmail, requireMail, requireMailFrom } from '../mail/rules.ts'
import { beginSession, requireCookies } from '../sessions/rules.ts'
import type { UseCase } from '../use-case.ts'
import { requireFreeHandle } from '../users/rules.ts'
import { requireSignUp, signUp } from './rules.ts'

/** Signs up. With a link for the first administrator the user becomes that; of two callers at once only one does. */
export const createAccount: UseCase<'accounts.create'> = async (request) => {
  const { store, passwords, sessionTokens, credentials, policy, visitor, input } = request
  const { handle, email, link, guestToken, cookie } = input
  requireSignUp(policy, link)
  requireCookies(visitor, cookie)
  requireMail(policy, email)
  const guest = guestToken === undefined ? undefined : await credentials.guestOf(guestToken)
  // Who has no link learns nothing about handles, and causes no work.
  await store.read(async (reader) => {
    if (link !== undefined && !(await reader.links.byCode(link))) throw new Refusal('link_over')
    await requireFreeHandle(reader, handle, undefined)
  })
  const password = await passwords.hash(input.password)
  return store.write(async (tx) => {
    await requireFreeHandle(tx, handle, guest)
    const user = await signUp(tx, { handle, name: input.name, guest, link, password })
    if (email !== undefined) {
      await requireMailFrom(tx, visitor)
      await changeEmail(tx, policy, { user, createdAt: user.createdAt, password }, email)
    }
    return beginSession(tx, sessionTokens, { user, visitor, cookie })
  })
}
