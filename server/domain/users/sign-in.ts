import type { User } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Store } from '../ports.ts'
import { notDeleted, settingsOf } from './rules.ts'

type Claims = Pick<User, 'id' | 'name' | 'kind' | 'info'>

/**
 * The content of a token. `by`: a token of the app sets the user's name and info; a token of the server only
 * identifies the user. `issuedAt`: ms of the epoch, if the token has it.
 */
export type SignIn = {
  readonly claims: Claims
  readonly by: 'the app' | 'the server'
  readonly issuedAt: number | undefined
}

/**
 * The user of a token. The first token of a user creates the user. A changed name or info is stored, unless a newer
 * token has set them. Refuses `user_deleted`.
 */
export async function signIn(store: Store, token: SignIn): Promise<User> {
  const { claims, issuedAt } = token
  const known = await store.read((reader) => unchanged(reader, token))
  if (known !== undefined) return known
  return store.write(async (tx) => {
    const unchangedUser = await unchanged(tx, token)
    if (unchangedUser !== undefined) return unchangedUser
    const user = await tx.users.get(claims.id)
    if (user === undefined) return tx.users.create(claims, issuedAt)
    const { name, info } = claims
    return tx.users.update(user, { ...settingsOf(user), name, info }, issuedAt)
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

const isSame = (a: Pick<User, 'name' | 'info'>, b: Pick<User, 'name' | 'info'>): boolean =>
  a.name === b.name && JSON.stringify(a.info) === JSON.stringify(b.info)
