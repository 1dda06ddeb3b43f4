import { administratorLink } from '../links/rules.ts'
import type { Store } from '../ports.ts'

/** A link to become the first administrator, while there is none. Each start creates one, as only hashes are stored. */
export const offerAdministrator = (store: Store): Promise<string | undefined> =>
  store.write(async (tx) => (await administratorLink(tx))?.code)
