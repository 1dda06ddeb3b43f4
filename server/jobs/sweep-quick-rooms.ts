import { deleteUnusedQuickRooms } from '../domain/retention/delete-unused-rooms.ts'
import type { JobCode } from './job.ts'

/** Deletes quick rooms that nobody uses any more. */
export const sweepQuickRooms: JobCode<'quickRooms.sweep'> = ({ store, retention, save }) =>
  deleteUnusedQuickRooms(store, retention, save)
