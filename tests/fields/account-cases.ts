import type { MutationName } from '../../server/transports/graphql/schema/names.ts'
import type { Cases } from './case.ts'

/** Commands of accounts, sessions and one-time links. */
export const ACCOUNT_CASES = {
  // A second case would need a guest, a link and a password of its own: see tests/accounts.test.ts.
  'accounts.create': {
    actsOn: ['handle', 'password', 'name', 'email', 'link', 'guestToken', 'cookie'],
  },
  'accounts.update': { actsOn: ['handle', 'email', 'password', 'currentPassword'] },
  'accounts.delete': { actsOn: ['password'] },
  'emails.verify': { actsOn: ['link'] },
  'passwords.requestReset': { actsOn: ['login'] },
  'passwords.reset': { actsOn: ['link', 'password'] },
  'sessions.create': { actsOn: ['login', 'password', 'code', 'cookie'] },
  'sessions.refresh': { actsOn: ['refreshToken'] },
  'sessions.delete': { actsOn: ['session'] },
  'sessions.deleteAll': { actsOn: ['others'] },
  // Each needs an issuer, and a browser that it signs in: see tests/oidc.test.ts.
  'identities.begin': { actsOn: ['provider', 'redirectUri'] },
  'identities.signIn': { actsOn: ['flow', 'callback', 'name', 'link', 'guestToken', 'cookie'] },
  'identities.connect': { actsOn: ['provider', 'redirectUri'] },
  'identities.create': { actsOn: ['flow', 'callback'] },
  'identities.delete': { actsOn: ['identity'] },
  'secondFactors.create': { actsOn: ['currentPassword'] },
  'secondFactors.confirm': { actsOn: ['code'] },
  'secondFactors.delete': { actsOn: ['currentPassword', 'code'] },
  'recoveryCodes.create': { actsOn: ['currentPassword', 'code'] },
  'passkeys.createOptions': { actsOn: ['currentPassword', 'code'] },
  // Only an authenticator can make a credential: see tests/passkeys.test.ts.
  'passkeys.create': { actsOn: ['credential', 'name'] },
  'passkeys.delete': { actsOn: ['passkey', 'currentPassword', 'code'] },
  'passkeys.signInOptions': { actsOn: [] },
  'sessions.createByPasskey': { actsOn: ['credential', 'cookie'] },
  'links.create': { actsOn: ['purpose', 'user', 'seconds'] },
  'links.delete': { actsOn: ['link'] },
} as const satisfies Partial<Cases<MutationName>>
