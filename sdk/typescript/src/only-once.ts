// Generated from protocol/ by `npm run generate`: do not edit.

/**
 * Matches the names of commands that are not idempotent: a client that received no answer must not repeat them. The
 * pattern has the shortest beginnings that no other command has, as the whole names make every page's download larger:
 * accounts.create, accounts.delete, emails.verify, passwords.reset, sessions.create, secondFactors.create, secondFactors.confirm, secondFactors.delete, recoveryCodes.create, passkeys.create, passkeys.delete, sessions.createByPasskey, links.create, wordLists.create, roomWordLists.create, identities.signIn, identities.create, rooms.create, rooms.delete, members.leave, members.remove, invitations.create, invitations.accept.
 */
export const ONLY_ONCE =
  /^(?:accounts\.c|accounts\.d|e|passwords\.res|sessions\.c|sec|reco|passkeys\.create$|passkeys\.d|links\.c|wordLists\.c|roomWordLists\.c|identities\.s|identities\.cr|rooms\.c|rooms\.d|members\.le|members\.r|invitations\.c|invitations\.a)/
