/**
 * Every key of T. An optional key may be undefined, but it cannot be left out. Where a function returns a
 * `Whole`, a field that is added to T does not compile until the function sets it.
 */
export type Whole<T> = { readonly [K in keyof Required<T>]: T[K] }

/**
 * Checks that a destructuring has taken every key: pass the rest of it. A field that is added to the object's
 * type does not compile until it is taken.
 */
export function allHandled(_rest: Readonly<Record<string, never>>): void {
  // The type of the parameter is the whole check.
}
