import type { UseCase } from '../use-case.ts'

export const getConsent: UseCase<'consent.get'> = ({ store, caller }) =>
  store.read((reader) => reader.requests.consent(caller.user.id))
