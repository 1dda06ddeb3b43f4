import { deleteOldEvents } from '../domain/events/delete-old.ts'
import type { JobCode } from './job.ts'

/** Deletes events that no replay needs any more. */
export const sweepEvents: JobCode<'events.sweep'> = ({ store, retention, progress = '', save }) =>
  deleteOldEvents(store, retention, progress, save)
