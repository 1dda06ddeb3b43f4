import type { UseCase } from '../use-case.ts'
import { beginExport } from './rules.ts'

export const createExport: UseCase<'exports.create'> = ({ store, caller }) =>
  store.write((tx) => beginExport(tx, { user: caller.user.id, requestedBy: 'user' }))
