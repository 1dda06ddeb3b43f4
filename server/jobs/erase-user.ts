import { runErasure } from '../domain/erasures/run.ts'
import type { JobCode } from './job.ts'

/** Erases a user in strides: see `beginErasure`. */
export const eraseUser: JobCode<'users.erase'> = ({ body, ...run }) =>
  runErasure({ ...run, erasure: body.erasure })
