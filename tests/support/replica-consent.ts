import type { Consent, ContactRequest, Invitation, JoinRequest } from '../../protocol/entities.ts'
import type { Event } from '../../protocol/events.ts'
import type { Client } from './client.ts'

/**
 * What a user knows about who wants to be in a room with whom: the part of a replica that is kept up by the events of
 * invitations, join requests and requests.
 */
export class ConsentReplica {
  readonly #me: string
  readonly #invitations = new Map<string, Invitation>()
  /** Those of the user, and those that the user may answer. */
  readonly #joinRequests = new Map<string, JoinRequest>()
  readonly #requests = new Map<string, ContactRequest>()
  #consent: Consent | undefined

  private constructor(me: string) {
    this.#me = me
  }

  /** @param staffOf The rooms by request whose join requests the user may answer. */
  static async read(client: Client, staffOf: readonly string[]): Promise<ConsentReplica> {
    const replica = new ConsentReplica(client.id)
    const { invitations } = await client.ask('GET', '/invitations')
    for (const invitation of invitations) replica.#invitations.set(invitation.id, invitation)
    for (const queue of ['', ...staffOf.map((room) => `/rooms/${room}`)]) {
      const { joinRequests } = await client.ask('GET', `${queue}/join-requests`)
      for (const request of joinRequests) replica.#joinRequests.set(request.id, request)
    }
    for (const path of ['/requests', '/requests/sent'])
      for (const request of (await client.ask('GET', path)).requests)
        replica.#requests.set(request.id, request)
    replica.#consent = await client.ask('GET', '/me/consent')
    return replica
  }

  apply(event: Event): void {
    switch (event.type) {
      case 'invitation.created':
      case 'invitation.updated':
        if (event.invitation.user === this.#me)
          this.#invitations.set(event.invitation.id, event.invitation)
        return
      case 'invitation.deleted':
        this.#invitations.delete(event.invitation)
        return
      case 'joinRequest.created':
        this.#joinRequests.set(event.joinRequest.id, event.joinRequest)
        return
      case 'joinRequest.accepted':
      case 'joinRequest.declined':
      case 'joinRequest.deleted':
        this.#joinRequests.delete(event.joinRequest)
        return
      case 'request.created':
        this.#requests.set(event.request.id, event.request)
        return
      case 'request.accepted':
      case 'request.declined':
      case 'request.deleted':
        this.#requests.delete(event.request)
        return
      case 'consent.updated':
        this.#consent = event.consent
    }
  }

  state(): object {
    return {
      // Who invited, and into what, may be called otherwise by now: the invited is not in that room.
      invitations: sorted(this.#invitations).map(([id, { by, roomName: _, ...rest }]) => [
        id,
        { ...rest, by: by.id },
      ]),
      // Nor is the one who asks in it, or the one who is asked.
      joinRequests: sorted(this.#joinRequests).map(([id, { user, roomName: _, ...rest }]) => [
        id,
        { ...rest, user: user.id },
      ]),
      requests: sorted(this.#requests).map(([id, { from, ...rest }]) => [
        id,
        { ...rest, from: from.id },
      ]),
      consent: this.#consent,
    }
  }
}

export const sorted = <K, V>(map: ReadonlyMap<K, V> = new Map()): [K, V][] =>
  [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))
