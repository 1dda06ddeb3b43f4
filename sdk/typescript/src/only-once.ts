// Generated from protocol/ by `npm run generate`: do not edit.

/**
 * Matches the names of commands that are not idempotent: a client that received no answer must not repeat them. The
 * pattern has the fewest and shortest pieces that no other name has, as whole names make every page's download larger:
 * accounts.create, accounts.delete, emails.verify, passwords.reset, sessions.create, secondFactors.create, secondFactors.confirm, secondFactors.delete, recoveryCodes.create, passkeys.create, passkeys.delete, sessions.createByPasskey, links.create, identities.signIn, identities.create, rooms.create, rooms.delete, members.leave, members.remove, invitations.create, invitations.accept.
 */
export const ONLY_ONCE =
  /F|y$|C|av|In$|ms\.c|ms\.d|rs\.r|ys\.d|\.rese|nks\.c|ns\.ac|nts\.c|nts\.d|ies\.cr|sions\.c|ations\.c|ys\.create$/
