import { newId, type UserId } from '../../../protocol/ids.ts'
import { Handle } from '../../../protocol/profile.ts'
import type { Reader, Store } from '../ports.ts'
import type { ImportedUser } from './port.ts'
import { userKey } from './rules.ts'

/** How many numbers are tried after a handle that is taken. */
const TRIES = 20

/**
 * Creates the users of another place who were not imported before, with accounts without a password: an administrator
 * creates links with which they set one. A handle that somebody has here gets a number: it may be somebody else's.
 * Returns the ids of those who are not deleted here, by their foreign ids, and how many are new.
 */
export async function addUsers(
  store: Store,
  source: string,
  users: readonly ImportedUser[],
): Promise<{ readonly ids: ReadonlyMap<string, UserId>; readonly added: number }> {
  return store.write(async (tx) => {
    const known = await tx.imports.known(
      source,
      users.map(({ id }) => userKey(id)),
    )
    const ids = new Map<string, UserId>()
    const added = []
    for (const { id: foreign, name, handle, kind } of users) {
      const earlier = known.get(userKey(foreign)) as UserId | undefined
      if (earlier !== undefined) {
        const user = await tx.users.get(earlier)
        if (user !== undefined && user.deletedAt === undefined) ids.set(foreign, earlier)
        continue
      }
      const id = newId<UserId>('person', tx.now)
      const free = await freeHandle(tx, handle)
      await tx.users.create({ id, kind, name, handle: free })
      if (kind === 'person') await tx.accounts.create(id, undefined)
      ids.set(foreign, id)
      added.push({ foreign: userKey(foreign), id })
    }
    await tx.imports.remember(source, added)
    return { ids, added: added.length }
  })
}

async function freeHandle(reader: Reader, wanted: string | undefined): Promise<string | undefined> {
  if (wanted === undefined) return undefined
  for (let i = 1; i <= TRIES; i++) {
    const handle = Handle.safeParse(i === 1 ? wanted : `${wanted.slice(0, 28)}-${i}`).data
    if (handle !== undefined && (await reader.users.byHandle(handle)) === undefined) return handle
  }
  return undefined
}
