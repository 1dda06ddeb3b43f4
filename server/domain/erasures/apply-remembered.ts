import { isGuestId } from '../../../protocol/ids.ts'
import type { ErasureRecord, RememberedErasure, Store } from '../ports.ts'
import { beginErasure } from './rules.ts'

const PAGE = 200

/** Repeats the erasures that the database does not have, as after the restore of a backup, and remembers its own. */
export async function applyRemembered(store: Store, record: ErasureRecord): Promise<void> {
  for (const remembered of record.read()) await apply(store, remembered)
  for (let after: string | undefined = '~'; after !== undefined; ) {
    const from: string = after
    const page = await store.read((reader) => reader.erasures.list({ after: from, limit: PAGE }))
    for (const erasure of page.items) if (erasure.state === 'done') record.add(erasure)
    after = page.next
  }
}

async function apply(store: Store, { user, messages }: RememberedErasure): Promise<void> {
  const isDone = await store.read(async (reader) => {
    const erasure = await reader.erasures.ofUser(user)
    const isGone = (await reader.users.get(user))?.deletedAt !== undefined
    return isGone && (erasure?.messages === 'delete' || erasure?.messages === messages)
  })
  if (isDone) return
  await store.write(async (tx) => {
    // A backup from before the user came: the id stays unusable, as it was.
    if ((await tx.users.get(user)) === undefined)
      await tx.users.create({ id: user, kind: isGuestId(user) ? 'guest' : 'person', name: user })
    await beginErasure(tx, { user, messages })
  })
}
