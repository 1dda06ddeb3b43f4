type Listener = (payload: never) => void
/** The functions that receive each type of event. */
export type Listeners = Map<string, Set<Listener>>

export function listenersOf(listeners: Listeners, type: string): Set<Listener> {
  const set = listeners.get(type) ?? new Set()
  listeners.set(type, set)
  return set
}

export function emit(listeners: Listeners, type: string, payload: unknown): void {
  for (const listener of listenersOf(listeners, type))
    (listener as (payload: unknown) => void)(payload)
}
