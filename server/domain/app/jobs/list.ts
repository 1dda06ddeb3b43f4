import type { AppUseCase } from '../use-case.ts'

export const listJobs: AppUseCase<'jobs.list'> = ({ store, input }) =>
  store.read(async (reader) => ({ jobs: [...(await reader.jobs.list(input))] }))
