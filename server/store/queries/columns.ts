/** A whole row to insert, by its columns' names: the marks of a query have no names to list. */
export function columns<R, K extends keyof R>(row: R, names: readonly K[]): Pick<R, K> {
  const out: Partial<R> = {}
  for (const name of names) out[name] = row[name]
  return out as Pick<R, K>
}
