import type { User } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Store } from '../ports.ts'
import { notDeleted, settingsOf } from './rules.ts'

/** `role`: undefined if the tokens of the app carry no roles. */
type Claims = Pick<User, 'id' | 'name' | 'kind' | 'info' | 'role'>

/**
 * The content of a token. `by`: a token of the app sets the user's name, info and, where configured, role;
 * a token of the server only identifies the user. `issuedAt`: ms of the epoch, if the token has it.
 */
export type SignIn = {
  readonly claims: Claims
  readonly by: 'the app' | 'the server'
  readonly issuedAt: number | undefined
}

/**
 * The user of a token. The first token of a user creates the user. A changed name, info or role is stored, unless a
 * newer token has set them. Refuses `user_deleted`.
 */
export async function signIn(store: Store, token: SignIn): Promise<User> {
  const { claims, issuedAt } = token
  const known = await store.read((reader) => unchanged(reader, token))
  if (known !== undefined) return known
  return store.write(async (tx) => {
    const user = await tx.users.lock(claims.id)
    const unchangedUser = await unchanged(tx, token)
    if (unchangedUser !== undefined) return unchangedUser
    if (user === undefined) return tx.users.create(claims, issuedAt)
    const { name, info, role = user.role } = claims
    return tx.users.update(user, { ...settingsOf(user), name, info, role }, issuedAt)
  })
}

/** The user of a token that was used before. Refuses `user_deleted`, and `invalid_token` for a guest who signed up. */
export async function signedIn(store: Store, token: SignIn): Promise<User> {
  const user = await store.read((reader) => reader.users.get(token.claims.id))
  if (user === undefined) throw new Refusal('invalid_token')
  requireValid(user, token)
  return user
}

function requireValid(user: User, { claims, by }: SignIn): void {
  notDeleted(user)
  if (by === 'the server' && claims.kind === 'guest' && user.kind !== 'guest')
    throw new Refusal('invalid_token', 'This guest has signed up: sign in with the handle')
}

/** The user, if the token changes nothing. */
async function unchanged(reader: Reader, token: SignIn): Promise<User | undefined> {
  const { claims, by, issuedAt } = token
  const user = await reader.users.get(claims.id)
  if (user === undefined) {
    if (by === 'the server' && claims.kind !== 'guest') throw new Refusal('invalid_token')
    return undefined
  }
  requireValid(user, token)
  if (by === 'the server' || isSame(user, claims)) return user
  const isOld = issuedAt !== undefined && issuedAt < ((await reader.users.namedAt(user.id)) ?? 0)
  return isOld ? user : undefined
}

const isSame = (user: User, { name, info, role }: Claims): boolean =>
  user.name === name &&
  JSON.stringify(user.info) === JSON.stringify(info) &&
  (role === undefined || role === (user.role ?? 'user'))
