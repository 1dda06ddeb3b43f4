import type { JobCode } from './job.ts'

const STRIDE = 1000

/** Deletes the challenges of passkeys that nobody used in time. */
export const sweepChallenges: JobCode<'challenges.sweep'> = async ({ store, save }) => {
  while (await store.write((tx) => tx.passkeys.deleteExpired(STRIDE))) await save()
}
