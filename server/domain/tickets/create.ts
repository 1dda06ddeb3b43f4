import type { UseCase } from '../use-case.ts'

export const createTicket: UseCase<'tickets.create'> = async ({ credentials, caller }) =>
  credentials.ticket(caller)
