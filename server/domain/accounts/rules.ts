import { Email } from '../../../protocol/email.ts'
import type { Account, User } from '../../../protocol/entities.ts'
import { newId, type UserId } from '../../../protocol/ids.ts'
import { Handle } from '../../../protocol/profile.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { useLink } from '../links/rules.ts'
import type { Policy, Reader, Store, StoredAccount, Tx } from '../ports.ts'
import type { Ports } from '../use-case.ts'
import { lockedUser, settingsOf } from '../users/rules.ts'

/** Refuses `forbidden` if the operator has turned accounts off. */
export function requireAccounts({ accounts }: Policy): void {
  if (accounts === 'off')
    throw new Refusal('forbidden', 'This server has no accounts: sign in with a token of the app')
}

/** Refuses `forbidden` if the caller cannot sign up: without accounts, or without the link that it needs. */
export function requireSignUp(policy: Policy, link: string | undefined): void {
  requireAccounts(policy)
  requireLink(policy, link)
}

/** The account of a user. Refuses `not_found`. */
export async function existingAccount(reader: Reader, user: UserId): Promise<StoredAccount> {
  const account = await reader.accounts.get(user)
  if (account === undefined)
    throw new Refusal('not_found', 'You have no account: sign up, or sign in with one')
  return account
}

/**
 * Counts an attempt to sign in, before the password is compared: so guesses that are made at once count, too. Refuses
 * `rate_limited` after several failures, for logins that exist and others alike.
 */
export async function beginAttempt(store: Store, login: string, longestS?: number): Promise<void> {
  const wait = await store.writeUnannounced(async (tx) => {
    const until = await tx.attempts.begin(login, longestS)
    return until === undefined ? 0 : until - tx.now
  })
  if (wait <= 0) return
  const retryAfter = Math.ceil(wait / 1000)
  throw new Refusal(
    'rate_limited',
    `Too many attempts to sign in have failed: try again in ${retryAfter} s`,
    undefined,
    { retryAfter },
  )
}

/** A login in its normal form. One in another form than a handle or an e-mail address belongs to nobody. */
export function loginOf(given: string): string {
  const text = given.trim()
  return Handle.safeParse(text).data ?? Email.safeParse(text).data ?? given
}

/** What its user sees of an account. */
export async function shownAccount(
  reader: Reader,
  { password: _, ...account }: StoredAccount,
): Promise<Account> {
  const secondFactor = await reader.secondFactors.shown(account.user.id)
  return { ...account, ...(secondFactor && { secondFactor }) }
}

/**
 * Refuses `not_found` for a caller without an account, and `wrong_credentials` if this is not the caller's password.
 * Counts the attempts as a sign-in does.
 */
export async function checkPassword(
  { store, passwords }: Pick<Ports, 'store' | 'passwords'>,
  user: UserId,
  given: string,
): Promise<StoredAccount> {
  const account = await store.read((reader) => existingAccount(reader, user))
  await beginAttempt(store, user)
  const isRight = await passwords.verify(given, account.password)
  if (!isRight) throw new Refusal('wrong_credentials', WRONG)
  await store.writeUnannounced((tx) => tx.attempts.succeed(user))
  return account
}

const WRONG = 'The current password is wrong: check it, and try again'

/** Locks the account. Refuses `wrong_credentials` if its password was changed since `before` was read. */
export async function lockUnchanged(tx: Tx, before: StoredAccount): Promise<void> {
  const current = await tx.accounts.lock(before.user.id)
  if (current === undefined || current.password !== before.password)
    throw new Refusal('wrong_credentials', WRONG)
}

/** Refuses `forbidden` if signing up needs a one-time link. */
export function requireLink({ accounts }: Policy, link: string | undefined): void {
  if (link === undefined && accounts === 'invite') throw new Refusal('forbidden', NO_LINK)
}

type SignUp = {
  readonly handle: string | undefined
  readonly name: string | undefined
  readonly guest: UserId | undefined
  readonly link: string | undefined
  /** The hash. Undefined for a user who signs in in another way. */
  readonly password: string | undefined
}

/** Creates an account. With a link for the first administrator the user becomes that; of two at once only one does. */
export async function signUp(tx: Tx, { link, ...about }: SignUp): Promise<User> {
  const used = link === undefined ? undefined : await useLink(tx, link, 'sign_up', 'administrator')
  const user = await userFor(tx, about)
  await tx.accounts.create(user.id, about.password)
  return used?.purpose === 'administrator' ? claim(tx, user) : user
}

type About = Omit<SignUp, 'link' | 'password'>

/** A guest keeps the id, and so the rooms and messages. Their token as a guest is not valid any more. */
async function userFor(tx: Tx, { guest, handle, name }: About): Promise<User> {
  if (guest === undefined) {
    const id = newId<UserId>('person', tx.now)
    return tx.users.create({ id, kind: 'person', name: name ?? handle ?? 'New user', handle })
  }
  if (!(await tx.accounts.makePerson(guest))) throw new Refusal('invalid_token', NO_GUEST)
  const user = await lockedUser(tx, guest)
  const change = { ...settingsOf(user), name: name ?? user.name, handle: handle ?? user.handle }
  const updated = await tx.users.update(user, change)
  await tx.sessions.endAsGuest(guest)
  return updated
}

async function claim(tx: Tx, user: User): Promise<User> {
  await tx.users.lockRoles()
  await tx.links.deleteForAdministrator()
  if ((await tx.users.countRole('administrator')) > 0) throw new Refusal('link_over')
  return tx.users.update(user, { ...settingsOf(user), role: 'administrator' })
}

const NO_LINK = 'Signing up needs a one-time link: ask an administrator of this server for one'
const NO_GUEST = 'guestToken: this guest has signed up already: sign in instead'
