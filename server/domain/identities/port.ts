import type { Identity, Provider } from '../../../protocol/entities.ts'
import type { IdentityId, UserId } from '../../../protocol/ids.ts'

/** What an issuer says about a user who has signed in there. */
export type ProvenIdentity = {
  readonly issuer: string
  readonly subject: string
  /** As the issuer has it: neither clean nor unique. */
  readonly name: string | undefined
  readonly handle: string | undefined
  /** The user who began to add an identity. Undefined if somebody signs in. */
  readonly user: UserId | undefined
  /** Whether the operator lets everybody of this issuer sign up, without a one-time link. */
  readonly mayJoin: boolean
}

/** The issuers whose users can sign in (https://openid.net/specs/openid-connect-core-1_0.html). */
export interface IdentityProviders {
  list(): readonly Provider[]
  /** The provider with this issuer. Undefined if the operator has removed it. */
  providerOf(issuer: string): string | undefined
  /**
   * Begins to sign in, or, with a user, to add an identity. Refuses `not_found`, `provider_failed` and `unavailable`.
   * `url`: where the user goes next. `flow`: what the client keeps until the issuer has sent the user back.
   */
  begin(
    provider: string,
    redirectUri: string,
    user: UserId | undefined,
  ): Promise<{ readonly url: string; readonly flow: string }>
  /**
   * Asks the issuer who the user is. `callback`: the URL to which the issuer has sent the user back. Refuses
   * `flow_over`, `sign_in_refused`, `provider_failed` and `unavailable`.
   */
  finish(flow: string, callback: string): Promise<ProvenIdentity>
}

/** `issuer` and `subject` together are unique. */
export type StoredIdentity = Omit<Identity, 'provider'> & {
  readonly user: UserId
  readonly subject: string
}

export interface IdentitiesRead {
  get(id: IdentityId): Promise<StoredIdentity | undefined>
  /** The oldest first. */
  list(user: UserId): Promise<readonly StoredIdentity[]>
  bySubject(issuer: string, subject: string): Promise<StoredIdentity | undefined>
}

export interface IdentitiesWrite extends IdentitiesRead {
  /** Published in the user's own log. */
  create(user: UserId, issuer: string, subject: string): Promise<StoredIdentity>
  /** Notes that the user has signed in with it. */
  use(identity: StoredIdentity): Promise<void>
  /** Published in the user's own log. */
  delete(identity: StoredIdentity): Promise<void>
}
