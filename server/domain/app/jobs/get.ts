import type { AppUseCase } from '../use-case.ts'
import { existingJob } from './rules.ts'

export const getJob: AppUseCase<'jobs.get'> = ({ store, input }) =>
  store.read((reader) => existingJob(reader, input.job))
