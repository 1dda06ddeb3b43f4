import type { UseCase } from '../use-case.ts'

export const listMyInvitations: UseCase<'invitations.listMine'> = ({ store, caller }) =>
  store.read(async (reader) => ({
    invitations: [...(await reader.invitations.of(caller.user.id, reader.now))],
  }))
