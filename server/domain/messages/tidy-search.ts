import type { Store } from '../ports.ts'

/** Puts a little of the index in better order. Answers whether there may be more to do. */
export const tidySearch = (store: Store): Promise<boolean> =>
  store.writeUnannounced((tx) => tx.search.tidy())
