import { runExport } from '../domain/exports/run.ts'
import type { JobCode } from './job.ts'

/** Copies all data of a user in strides: see `beginExport`. */
export const exportUser: JobCode<'users.export'> = ({ body, ...run }) =>
  runExport({ ...run, export: body.export })
