import type { User } from '../../../protocol/entities.ts'
import { newId, type UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { useLink } from '../links/rules.ts'
import type { Tx } from '../ports.ts'
import { beginSession, requireCookies } from '../sessions/rules.ts'
import type { UseCase } from '../use-case.ts'
import { lockedUser, requireFreeHandle, settingsOf } from '../users/rules.ts'
import { requireSignUp } from './rules.ts'

/** Signs up. With a link for the first administrator the user becomes that; of two callers at once only one does. */
export const createAccount: UseCase<'accounts.create'> = async (request) => {
  const { store, passwords, sessionTokens, credentials, policy, visitor, input } = request
  const { handle, link, guestToken, cookie } = input
  requireSignUp(policy, link)
  requireCookies(visitor, cookie)
  const guest = guestToken === undefined ? undefined : await credentials.guestOf(guestToken)
  // Who has no link learns nothing about handles, and causes no work.
  await store.read(async (reader) => {
    if (link !== undefined && !(await reader.links.byCode(link))) throw new Refusal('link_over')
    await requireFreeHandle(reader, handle, undefined)
  })
  const password = await passwords.hash(input.password)
  return store.write(async (tx) => {
    const used =
      link === undefined ? undefined : await useLink(tx, link, 'sign_up', 'administrator')
    await requireFreeHandle(tx, handle, guest)
    const { name } = input
    const signedUp = guest
      ? await promote(tx, guest, { handle, name })
      : await create(tx, handle, name)
    await tx.accounts.create(signedUp.id, password)
    const user = used?.purpose === 'administrator' ? await claim(tx, signedUp) : signedUp
    return beginSession(tx, sessionTokens, { user, visitor, cookie })
  })
}

const create = (tx: Tx, handle: string, name = handle): Promise<User> =>
  tx.users.create({ id: newId('person', tx.now), kind: 'person', name, handle })

/** The guest keeps the id, and so the rooms and messages. Their token as a guest is not valid any more. */
async function promote(
  tx: Tx,
  id: UserId,
  { handle, name }: { readonly handle: string; readonly name: string | undefined },
): Promise<User> {
  if (!(await tx.accounts.makePerson(id))) throw new Refusal('invalid_token', NO_GUEST)
  const user = await lockedUser(tx, id)
  const updated = await tx.users.update(user, {
    ...settingsOf(user),
    handle,
    name: name ?? user.name,
  })
  await tx.sessions.endAsGuest(id)
  return updated
}

async function claim(tx: Tx, user: User): Promise<User> {
  await tx.users.lockRoles()
  await tx.links.deleteForAdministrator()
  if ((await tx.users.countRole('administrator')) > 0) throw new Refusal('link_over')
  return tx.users.update(user, { ...settingsOf(user), role: 'administrator' })
}

const NO_GUEST = 'guestToken: this guest has signed up already: sign in with the handle'
