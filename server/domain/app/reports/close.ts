import { close } from '../../reports/rules.ts'
import { byApp, system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { pendingById } from './rules.ts'

export const closeReport: AppUseCase<'reports.close'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const by = { sender: await system(tx), audit: byApp(caller) }
    return close(tx, await pendingById(tx, input.report), input, by)
  })
