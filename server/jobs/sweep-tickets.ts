import type { JobCode } from './job.ts'

/** A transaction with so many deletions takes some 10 ms. */
const STRIDE = 1000

/** Deletes the tickets that nobody used in time. */
export const sweepTickets: JobCode<'tickets.sweep'> = async ({ store, save }) => {
  while (await store.write((tx) => tx.tickets.deleteExpired(STRIDE))) await save()
}
