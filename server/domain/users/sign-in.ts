import type { User } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Store } from '../ports.ts'
import { notDeleted } from './rules.ts'

type Claims = Pick<User, 'id' | 'name' | 'kind' | 'info'>

/**
 * What a token says. `by`: the app names its users; a token of the server's own only says who somebody
 * is. `issuedAt`: in ms of the epoch, where it says so.
 */
export type SignIn = {
  readonly claims: Claims
  readonly by: 'the app' | 'the server'
  readonly issuedAt: number | undefined
}

/**
 * Somebody came with a token: the first sight makes the user, a changed name or info is kept, unless
 * the token is older than the one that last named them. Refuses `user_deleted`.
 */
export async function signIn(store: Store, arrival: SignIn): Promise<User> {
  const { claims, issuedAt } = arrival
  const known = await store.read((reader) => settled(reader, arrival))
  if (known !== undefined) return known
  return store.write(async (tx) => {
    const there = await settled(tx, arrival)
    if (there !== undefined) return there
    const user = await tx.users.get(claims.id)
    return user === undefined
      ? tx.users.create(claims, issuedAt)
      : tx.users.update(user, claims, issuedAt)
  })
}

/** The user as they are, where the token brings nothing new. */
async function settled(
  reader: Reader,
  { claims, by, issuedAt }: SignIn,
): Promise<User | undefined> {
  const user = await reader.users.get(claims.id)
  if (user === undefined) {
    if (by === 'the server' && claims.kind !== 'guest') throw new Refusal('invalid_token')
    return undefined
  }
  notDeleted(user)
  if (by === 'the server' || isSame(user, claims)) return user
  const isOld = issuedAt !== undefined && issuedAt < ((await reader.users.namedAt(user.id)) ?? 0)
  return isOld ? user : undefined
}

const isSame = (a: Pick<User, 'name' | 'info'>, b: Pick<User, 'name' | 'info'>): boolean =>
  a.name === b.name && JSON.stringify(a.info) === JSON.stringify(b.info)
