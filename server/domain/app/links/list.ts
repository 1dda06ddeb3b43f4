import type { AppUseCase } from '../use-case.ts'

export const listLinks: AppUseCase<'links.list'> = ({ store }) =>
  store.read(async (reader) => ({ links: [...(await reader.links.list())] }))
