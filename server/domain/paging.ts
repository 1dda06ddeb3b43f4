/**
 * A page of a list. `next`: the `after` of the next page, if there is one. `afterItem`: the `after` of a page that
 * begins after the item with this index.
 */
export type PageOf<T> = {
  readonly items: readonly T[]
  readonly next: string | undefined
  readonly afterItem: (index: number) => string
}

/** The position after which a page begins, and its size. */
export type PageRequest = { readonly after?: string | undefined; readonly limit: number }
