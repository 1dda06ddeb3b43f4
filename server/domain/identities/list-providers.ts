import type { UseCase } from '../use-case.ts'

export const listProviders: UseCase<'identities.listProviders'> = async ({
  identityProviders,
  policy,
}) => ({ providers: policy.accounts === 'off' ? [] : [...identityProviders.list()] })
