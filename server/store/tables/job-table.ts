import type { JobId } from '../../../protocol/ids.ts'

/**
 * A background job. `due`: from when a node can take it: while it runs the end of its lease, and null if it is parked.
 * `owner` is null unless a node has taken it. `again`: it was added once more after it had begun, and runs once more then.
 * `body` is JSON.
 */
export type JobRow = {
  id: JobId
  kind: string
  body: string
  due: number | null
  tries: number
  owner: string | null
  again: number | null
  unique_key: string | null
  progress: string | null
  last_error: string | null
}
