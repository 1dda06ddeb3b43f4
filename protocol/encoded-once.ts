/** The JSON of objects that several answers contain, once it is made. */
const texts = new WeakMap<object, string | undefined>()
/** How the items of a list are encoded. */
const lists = new WeakMap<object, (index: number) => string>()

/** From now on the object, which nobody changes, is encoded once. */
export function encodeOnce<T extends object>(value: T): T {
  texts.set(value, undefined)
  return value
}

/** The items of the list are encoded in this way, from parts that are encoded once. */
export function encodeItems<T extends readonly unknown[]>(
  list: T,
  json: (index: number) => string,
): T {
  lists.set(list, json)
  return list
}

/** A copy of the list, whose items are encoded in the same way. */
export function copyList<T>(list: readonly T[]): T[] {
  const json = lists.get(list)
  return json === undefined ? [...list] : encodeItems([...list], json)
}

/** How an item of the list is encoded, if its items, or parts of them, are encoded once. */
export function itemsOf(list: readonly unknown[]): ((index: number) => string) | undefined {
  const [first] = list
  if (typeof first !== 'object' || first === null) return undefined
  return lists.get(list) ?? (texts.has(first) ? (index) => jsonOf(list[index]) : undefined)
}

/** The same as `JSON.stringify`. */
export function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const known = texts.get(value)
  if (known !== undefined) return known
  const text = JSON.stringify(value)
  if (texts.has(value)) texts.set(value, text)
  return text
}
