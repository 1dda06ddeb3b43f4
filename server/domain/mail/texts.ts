/**
 * What mails say. Nothing in them was written by a user, except the handle, which has ASCII letters only: otherwise
 * anybody could send a text of theirs to every address by signing up.
 */
export const TEXTS = {
  email: ({ url, code, handle }: LinkMail) => ({
    subject: 'Confirm your e-mail address',
    text: `Somebody, probably you, has entered this address for the account ${handle} at ${url}.

To confirm the address, open this link within 24 hours:

${url}/#verify=${code}

If it was not you, ignore this mail: nothing happens.
`,
  }),
  password: ({ url, code, handle }: LinkMail) => ({
    subject: 'Set a new password',
    text: `Somebody, probably you, has forgotten the password of the account ${handle} at ${url}.

To set a new password, open this link within an hour:

${url}/#password=${code}

If it was not you, ignore this mail: the password stays as it is.
`,
  }),
  changed: ({ url, handle }: Omit<LinkMail, 'code'>) => ({
    subject: 'Your e-mail address was changed',
    text: `The account ${handle} at ${url} has another e-mail address now, or none. Mails are not sent to this address any more.

If it was not you, somebody knows your password: sign in and change it, or ask an administrator for help.
`,
  }),
} as const

type LinkMail = { readonly url: string; readonly code: string; readonly handle: string }
