import type { UseCase } from '../use-case.ts'

export const getServer: UseCase<'server.get'> = async ({ identityProviders, policy }) => ({
  guests: policy.guests,
  accounts: policy.accounts,
  mail: policy.mail.isOn,
  providers: policy.accounts === 'off' ? [] : [...identityProviders.list()],
})
