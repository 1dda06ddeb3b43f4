import type { JobId } from '../../protocol/ids.ts'
import type { Tables } from '../../server/store/tables/tables.ts'

/** A row of `jobs` with a value in every column. */
export const FILLED_JOB = (n: number): Tables['jobs'] => ({
  id: `job_0000000000000000000000000${n}` as JobId,
  kind: `kind-${n}`,
  body: `{"n":${n}}`,
  due: 4_000_000_000_000 + n,
  tries: n,
  owner: `owner ${n}`,
  again: 2200 + n,
  unique_key: `unique ${n}`,
  progress: `progress ${n}`,
  last_error: `error ${n}`,
})
