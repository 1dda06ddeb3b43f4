/** A value whose changes can be subscribed to, in the form of React's `useSyncExternalStore`. */
export type Observable<T> = {
  readonly read: () => T
  /** Returns a function that ends the subscription. */
  readonly subscribe: (onChange: () => void) => () => void
}

export function observable<T>(initial: T): Observable<T> & { readonly set: (value: T) => void } {
  const subscribers = new Set<() => void>()
  let value = initial
  return {
    read: () => value,
    subscribe(onChange) {
      subscribers.add(onChange)
      return () => void subscribers.delete(onChange)
    },
    set(next) {
      if (next === value) return
      value = next
      for (const onChange of subscribers) onChange()
    },
  }
}
