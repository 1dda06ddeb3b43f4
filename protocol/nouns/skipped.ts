import { event } from './event.ts'

export const SKIPPED_EVENTS = {
  'event.skipped': event(
    'event.skipped',
    {},
    'The log has an event at this seq that the user does not receive. It keeps the seqs without a gap, and has no other meaning.',
  ),
} as const
