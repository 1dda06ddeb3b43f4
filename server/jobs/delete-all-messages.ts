import { runDeletion } from '../domain/all-messages/run.ts'
import type { JobCode } from './job.ts'

/** Deletes the messages of a user, in a room or in all. */
export const deleteAllMessages: JobCode<'messages.deleteAll'> = ({ body, ...run }) =>
  runDeletion({ ...run, ...body })
