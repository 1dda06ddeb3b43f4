import { statSync } from 'node:fs'
import { join } from 'node:path'

/** One line for the data folder and for each secret file in it that other users of this machine can read. */
export function readableByOthers(data: string): string[] {
  const paths = [
    { path: data, mode: '700' },
    { path: join(data, 'secrets.json'), mode: '600' },
  ]
  return paths
    .filter(({ path }) => {
      const { mode } = statSync(path, { throwIfNoEntry: false }) ?? { mode: 0 }
      return (mode & 0o077) !== 0
    })
    .map(
      ({ path, mode }) =>
        `PARLANCE_DATA: other users of this machine can read ${path}: run chmod ${mode} ${path}`,
    )
}
