/**
 * The columns of a row to write. The names are given because a query is built with placeholders, which cannot be
 * listed. All of the row's columns must be named: a new column does not compile until it is.
 */
export function columns<R, const N extends readonly (keyof R)[]>(
  row: R,
  names: N & AllOf<R, N>,
): R {
  const out: Partial<R> = {}
  for (const name of names) out[name] = row[name]
  return out as R
}

type AllOf<R, N extends readonly (keyof R)[]> = [Exclude<keyof R, N[number]>] extends [never]
  ? unknown
  : { readonly missing: Exclude<keyof R, N[number]> }
