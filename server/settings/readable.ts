import { statSync } from 'node:fs'
import { join } from 'node:path'

/** What of the data folder other users of this machine can read, and what to do, a line each. */
export function readableByOthers(data: string): string[] {
  const looks = [
    { path: data, mode: '700' },
    { path: join(data, 'secrets.json'), mode: '600' },
  ]
  return looks
    .filter(({ path }) => {
      const { mode } = statSync(path, { throwIfNoEntry: false }) ?? { mode: 0 }
      return (mode & 0o077) !== 0
    })
    .map(
      ({ path, mode }) =>
        `PARLANCE_DATA: others on this machine can read ${path}: chmod ${mode} it`,
    )
}
