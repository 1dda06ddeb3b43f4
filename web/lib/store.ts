export type Store<State extends object> = ReturnType<typeof createStore<State>>

/** A state whose changes can be watched, in the form that React's `useSyncExternalStore` needs. */
export function createStore<State extends object>(initial: State) {
  const watchers = new Set<() => void>()
  let state = initial
  return {
    read: (): State => state,
    watch(listener: () => void): () => void {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    change(change: Partial<State>): void {
      state = { ...state, ...change }
      for (const listener of watchers) listener()
    },
  }
}
