import type { UseCase } from '../use-case.ts'

export const listBlocks: UseCase<'blocks.list'> = ({ store, caller }) =>
  store.read(async (reader) => ({ blocks: [...(await reader.blocks.list(caller.user.id))] }))
