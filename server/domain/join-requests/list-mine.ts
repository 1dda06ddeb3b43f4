import type { UseCase } from '../use-case.ts'

export const listMyJoinRequests: UseCase<'joinRequests.listMine'> = ({ store, caller }) =>
  store.read(async (reader) => ({
    joinRequests: [...(await reader.joinRequests.ofUser(caller.user.id))],
  }))
