import { createLink } from '../links/rules.ts'
import type { Store } from '../ports.ts'

const LINK_MS = 24 * 60 * 60 * 1000

/** A link to become the first administrator, while there is none. Each start creates one, as only hashes are stored. */
export const offerAdministrator = (store: Store): Promise<string | undefined> =>
  store.write(async (tx) => {
    if ((await tx.users.countRole('administrator')) > 0) return undefined
    const link = { purpose: 'administrator', until: tx.now + LINK_MS } as const
    return (await createLink(tx, link)).code
  })
