import type { AppUseCase } from '../use-case.ts'

export const listKeys: AppUseCase<'keys.list'> = ({ store }) =>
  store.read(async (reader) => ({ keys: [...(await reader.keys.list())] }))
