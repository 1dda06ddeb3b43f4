export type Store<State extends object> = ReturnType<typeof createStore<State>>

/** A state that tells when it has changed, as React's `useSyncExternalStore` wants it. */
export function createStore<State extends object>(initial: State) {
  const watchers = new Set<() => void>()
  let state = initial
  return {
    read: (): State => state,
    watch(tell: () => void): () => void {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    change(change: Partial<State>): void {
      state = { ...state, ...change }
      for (const tell of watchers) tell()
    },
  }
}
