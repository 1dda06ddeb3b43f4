import type { Store } from '../ports.ts'

/** Optimises a part of the search index. Answers whether there may be more to do. */
export const tidySearch = (store: Store): Promise<boolean> =>
  store.writeUnannounced((tx) => tx.search.tidy())
