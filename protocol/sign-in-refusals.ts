/** The refusals of accounts, sessions and the ways to sign in: a part of `REFUSALS`. */
export const SIGN_IN_REFUSALS = {
  session_ended: {
    status: 401,
    close: 4401,
    title: 'The session was ended: sign in again',
  },
  wrong_credentials: {
    status: 401,
    title: 'The login or the password is wrong: check both, and try again',
  },
  second_factor_required: {
    status: 401,
    title:
      'The account has a second factor: send the code of the authenticator app, or a recovery code',
  },
  wrong_code: {
    status: 401,
    title:
      'The code is wrong, or was used before: wait until the app shows the next one, and try again',
  },
  passkey_refused: {
    status: 401,
    title:
      'The passkey is not valid here, or its options were used or have expired: get new options, and try again',
  },
  proof_required: {
    status: 403,
    title: 'This needs a proof that it is you: send the current password, or sign in again first',
  },
  identity_taken: {
    status: 409,
    title: 'The identity belongs to another account: sign in with it, or remove it there first',
  },
  last_sign_in: {
    status: 409,
    title:
      'This is the last way to sign in to the account: set a password, or add a passkey or another identity first',
  },
  email_taken: {
    status: 409,
    title:
      'Another account has verified this e-mail address: sign in with that account, or use another address',
  },
  link_over: {
    status: 410,
    title: 'The link was used, has expired, was deleted, or never existed: ask for a new one',
  },
  flow_over: {
    status: 410,
    title: 'The sign-in was begun elsewhere, too long ago, or by another user: begin again',
  },
  sign_in_refused: {
    status: 403,
    title: 'The provider did not let the user sign in: begin again, or choose another way',
  },
  provider_failed: {
    status: 502,
    title:
      'The provider gave no valid answer: begin again, or ask the operator, whose log has the reason',
  },
} as const
