/** The columns of a row to insert. Names are given because a query is built with `Mark`s, which cannot be listed. */
export function columns<R, K extends keyof R>(row: R, names: readonly K[]): Pick<R, K> {
  const out: Partial<R> = {}
  for (const name of names) out[name] = row[name]
  return out as Pick<R, K>
}
