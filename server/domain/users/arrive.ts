import type { User } from '../../../protocol/entities.ts'
import type { Store } from '../ports.ts'

/** Somebody came with a token: the first sight makes the user, a changed name or info is kept. */
export async function arrive(
  store: Store,
  claims: Pick<User, 'id' | 'name' | 'kind' | 'info'>,
): Promise<User> {
  const known = await store.read((reader) => reader.users.get(claims.id))
  if (known !== undefined && isSame(known, claims)) return known
  return store.write(async (tx) => {
    const user = await tx.users.get(claims.id)
    if (user === undefined) return tx.users.create(claims)
    return isSame(user, claims) ? user : tx.users.update(user, claims)
  })
}

const isSame = (a: Pick<User, 'name' | 'info'>, b: Pick<User, 'name' | 'info'>): boolean =>
  a.name === b.name && JSON.stringify(a.info) === JSON.stringify(b.info)
