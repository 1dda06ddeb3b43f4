// Generated from protocol/ by `npm run generate`: do not edit.

/**
 * Matches the names of commands that are not idempotent: a client that received no answer must not repeat them. The
 * pattern has the shortest beginnings that no other command has, as the whole names make every page's download larger:
 * accounts.create, accounts.delete, emails.verify, passwords.reset, sessions.create, secondFactors.create, secondFactors.confirm, secondFactors.delete, recoveryCodes.create, passkeys.create, passkeys.delete, sessions.createByPasskey, links.create, identities.signIn, identities.create, rooms.create, rooms.delete, members.leave, members.remove, invitations.create, invitations.accept.
 */
export const ONLY_ONCE =
  /^(?:invitations\.a|accounts\.c|sessions\.c|links\.c|rooms\.c|invitations\.c|identities\.cr|passkeys\.create$|accounts\.d|passkeys\.d|rooms\.d|members\.le|members\.r|passwords\.res|identities\.s|sec|em|reco)/
