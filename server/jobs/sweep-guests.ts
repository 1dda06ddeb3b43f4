import { deleteUnusedGuests } from '../domain/retention/delete-unused-guests.ts'
import type { JobCode } from './job.ts'

/** Erases guests whom nobody uses any more. */
export const sweepGuests: JobCode<'guests.sweep'> = ({
  store,
  retention,
  progress = 'guest_',
  save,
}) => deleteUnusedGuests(store, retention, progress, save)
