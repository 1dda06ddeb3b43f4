/**
 * A page of what is in an order of its own: `next`, where there is more, is where it begins; `afterItem`
 * says where a page begins that goes on after one of these items.
 */
export type PageOf<T> = {
  readonly items: readonly T[]
  readonly next: string | undefined
  readonly afterItem: (index: number) => string
}

/** From where, and how many. */
export type PageRequest = { readonly after?: string | undefined; readonly limit: number }
