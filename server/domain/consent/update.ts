import type { UseCase } from '../use-case.ts'

export const updateConsent: UseCase<'consent.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { requestsFrom } = await tx.requests.consent(caller.user.id)
    if (requestsFrom !== input.requestsFrom) await tx.requests.setConsent(caller.user.id, input)
    return input
  })
