import type { JobCode } from './job.ts'

/** How often the lease is extended, in ms: a backup can take minutes. */
const EXTEND_MS = 10_000

/** Writes a backup. A second run at the same time writes a second file, which does no harm. */
export const writeBackup: JobCode<'backups.write'> = async ({ backups, save, signal }) => {
  if (backups === undefined) return
  const stop = new AbortController()
  const written = backups.write(AbortSignal.any([signal, stop.signal]))
  const lost = Promise.withResolvers<never>()
  const timer = setInterval(() => save().catch(lost.reject), EXTEND_MS)
  try {
    await Promise.race([written, lost.promise])
  } finally {
    clearInterval(timer)
    stop.abort()
    await written.catch(() => undefined) // The race has thrown it, or another node has the job.
  }
}
