import { emptyTrash as empty } from '../domain/messages/empty-trash.ts'
import type { JobCode } from './job.ts'

/** Erases deleted texts soon after the minute in which their authors can restore them. */
export const emptyTrash: JobCode<'messages.emptyTrash'> = ({ store }) => empty(store)
