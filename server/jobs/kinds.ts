import type { JobKind } from '../domain/job-kinds.ts'
import { emptyTrash } from './empty-trash.ts'
import { type CheckedCode, checked, type JobCode } from './job.ts'
import { sweepInvitations } from './sweep-invitations.ts'
import { sweepTickets } from './sweep-tickets.ts'

/** The code of each kind of job. A kind that is added does not compile until it is here. */
const CODE: { readonly [K in JobKind]: JobCode<K> } = {
  'tickets.sweep': sweepTickets,
  'invitations.sweep': sweepInvitations,
  'messages.emptyTrash': emptyTrash,
}

export const codeOf = <K extends JobKind>(kind: K): CheckedCode => checked(kind, CODE[kind])
