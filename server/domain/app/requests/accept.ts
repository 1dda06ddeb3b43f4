import { acceptRequest, pendingRequest } from '../../requests/rules.ts'
import { system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const accept: AppUseCase<'requests.accept'> = ({ store, input }) =>
  store.write(async (tx) => {
    const stored = await pendingRequest(tx, input.request, ({ pendingFor }) => pendingFor.asked)
    return acceptRequest(tx, stored.request, await system(tx))
  })
