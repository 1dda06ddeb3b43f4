import * as z from 'zod'
import { IdentityId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Name } from '../text.ts'
import { event } from './event.ts'
import { Cookie, LinkCode, SignedIn } from './sessions.ts'
import { nothing, Time } from './shared.ts'

export const Provider = z
  .object({ provider: z.string(), name: z.string() })
  .meta({ id: 'Provider', description: 'An issuer of OpenID Connect at which users can sign in.' })

export type Provider = Readonly<z.infer<typeof Provider>>

export const Identity = z
  .object({
    id: IdentityId,
    provider: z.string().optional(),
    issuer: z.string(),
    createdAt: Time,
    usedAt: Time,
  })
  .meta({
    id: 'Identity',
    description:
      'A user of an issuer (OpenID Connect) who signs in to the account. Without `provider` the operator has removed the issuer. `usedAt`: the last sign-in.',
  })

export type Identity = Readonly<z.infer<typeof Identity>>

/** A scheme and printable ASCII without `#` and `?`; for the web, with a host. */
const REDIRECT_URI =
  /^(?:https?:\/\/(?:[A-Za-z0-9.]|\[)|(?!https?:)[A-Za-z](?:[A-Za-z0-9+.]|-)*:)[!-"$->@-~]*$/

const provider = z.string().min(1).max(LIMITS.providerLength)
const begin = z.strictObject({
  provider,
  redirectUri: z
    .string()
    .max(LIMITS.redirectLength)
    .regex(REDIRECT_URI, 'must be an address, without a query and a fragment')
    .describe(
      'Where the issuer sends the user back to: a redirect URI of this client at the issuer.',
    ),
})
const begun = z.object({
  url: z.string().describe('The page of the issuer, to open in the user’s browser.'),
  flow: z.string().describe('A secret of this sign-in. It ends after 10 minutes.'),
})
const finish = {
  flow: z.string().min(1).max(LIMITS.flowLength),
  callback: z
    .string()
    .min(1)
    .max(LIMITS.callbackLength)
    .describe('The URL to which the issuer has sent the user back, with its query.'),
}

/** A sign-in makes up to three requests to the issuer. */
const ISSUER_COST = 5

export const IDENTITY_COMMANDS = {
  'identities.listProviders': op({
    method: 'GET',
    path: '/oidc',
    asker: 'anyone',
    summary: 'List the providers at which users can sign in',
    input: nothing,
    output: z.object({ providers: z.array(Provider) }),
    status: 200,
  }),
  'identities.begin': op({
    method: 'POST',
    path: '/oidc/:provider',
    asker: 'anyone',
    cost: ISSUER_COST,
    summary: 'Begin to sign in at a provider',
    input: begin,
    output: begun,
    status: 200,
  }),
  'identities.signIn': op({
    method: 'POST',
    path: '/sessions/oidc',
    asker: 'anyone',
    cost: ISSUER_COST,
    once: true,
    summary:
      'Sign in after the provider has sent the user back. The first time it creates an account; with `guestToken`, the guest keeps their id, rooms and messages',
    input: z.strictObject({
      ...finish,
      name: Name.optional(),
      link: LinkCode.optional(),
      guestToken: z.string().optional(),
      cookie: Cookie,
    }),
    output: SignedIn,
    status: 201,
  }),
  'identities.connect': op({
    method: 'POST',
    path: '/oidc/:provider/connect',
    asker: 'user',
    cost: ISSUER_COST,
    summary: 'Begin to add an identity at a provider to the caller’s account',
    input: begin,
    output: begun,
    status: 200,
  }),
  'identities.create': op({
    method: 'POST',
    path: '/identities',
    asker: 'user',
    cost: ISSUER_COST,
    spends: ['eventsPerDay'],
    once: true,
    summary: 'Add an identity to the caller’s account, after the provider has sent the user back',
    input: z.strictObject(finish),
    output: Identity,
    status: 201,
  }),
  'identities.list': op({
    method: 'GET',
    path: '/identities',
    asker: 'user',
    summary: 'List the identities of the caller’s account, the oldest first',
    input: nothing,
    output: z.object({ identities: z.array(Identity) }),
    status: 200,
  }),
  'identities.delete': op({
    method: 'DELETE',
    path: '/identities/:identity',
    asker: 'user',
    summary: 'Remove an identity from the caller’s account, except the last way to sign in',
    input: z.strictObject({ identity: IdentityId }),
    output: nothing,
    status: 204,
  }),
} as const

export const IdentityOfUser = Identity.extend({ subject: z.string() }).meta({
  id: 'IdentityOfUser',
  description: 'An identity of a user, with the id that the user has at the issuer.',
})

export const IDENTITY_APP_COMMANDS = {
  'identities.list': op({
    method: 'GET',
    path: '/users/:user/identities',
    asker: 'app',
    scope: 'users:read',
    summary: 'List the identities of a user, the oldest first',
    input: z.strictObject({ user: UserId }),
    output: z.object({ identities: z.array(IdentityOfUser) }),
    status: 200,
  }),
  'identities.delete': op({
    method: 'DELETE',
    path: '/users/:user/identities/:identity',
    asker: 'app',
    scope: 'users:write',
    summary: 'Remove an identity of a user, also the last way to sign in',
    input: z.strictObject({ user: UserId, identity: IdentityId }),
    output: nothing,
    status: 204,
  }),
} as const

export const IDENTITY_EVENTS = {
  'identity.created': event(
    'identity.created',
    { identity: IdentityId },
    'An identity was added to the account, also by its first sign-in.',
  ),
  'identity.deleted': event(
    'identity.deleted',
    { identity: IdentityId },
    'An identity was removed from the account.',
  ),
} as const
