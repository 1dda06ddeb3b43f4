import type { MutationName } from '../../server/transports/graphql/schema/names.ts'
import { type Case, type Cases, ID, ownId, type Shown, sameTime } from './case.ts'

export const expires: Shown = (value, { expiresAt }) =>
  sameTime(expiresAt, Date.now() + Number(value) * 1000)

const invitation = {
  entity: 'invitation',
  keyOf: ownId,
  reads: ['invitations.get', 'invitations.list'],
  event: { type: 'invitation.created' },
  notShown: { room: ID },
} as const satisfies Partial<Case>

/** Commands by which users agree to be in a room with others: invitations, join requests and requests. */
export const CONSENT_CASES = {
  'invitations.create': [
    {
      ...invitation,
      given: ({ room }, round) => ({ room, seconds: 3600 * (round + 1) }),
      without: ['user'],
      shown: { seconds: expires },
    },
    {
      ...invitation,
      given: ({ room, fresh }, round) => ({
        room,
        user: fresh[round],
        seconds: 3600 * (round + 1),
      }),
      without: ['maxUses'],
      shown: { seconds: expires },
      event: 'it is in the log of the invited user: see the other case',
    },
  ],
  'invitations.accept': { actsOn: ['code', 'invitation'] },
  'invitations.delete': { actsOn: ['invitation'] },
  'joinRequests.create': [
    {
      caller: 'gus',
      given: ({ asked }) => ({ room: asked }),
      // A request that waits for an answer stays as it is.
      rounds: [0],
      entity: 'joinRequest',
      keyOf: ownId,
      reads: ['joinRequests.get', 'joinRequests.list'],
      appReads: ['joinRequests.list'],
      event: { type: 'joinRequest.created' },
    },
  ],
  'joinRequests.accept': { actsOn: ['joinRequest'] },
  'joinRequests.decline': { actsOn: ['joinRequest', 'forGood'] },
  'joinRequests.delete': { actsOn: ['joinRequest'] },
  'requests.create': [
    {
      entity: 'request',
      keyOf: ownId,
      given: ({ fresh }, round) => ({ user: fresh[round] }),
      reads: ['requests.get', 'requests.listSent'],
      event: { type: 'request.created' },
    },
  ],
  'requests.accept': { actsOn: ['request'] },
  'requests.decline': { actsOn: ['request', 'forGood'] },
  'requests.delete': { actsOn: ['request'] },
  'consent.update': [
    {
      entity: 'consent',
      keyOf: () => 'own',
      given: (_, round) => ({ requestsFrom: ['rooms', 'nobody'][round] }),
      reads: ['consent.get'],
      event: { type: 'consent.updated' },
    },
  ],
} as const satisfies Partial<Cases<MutationName>>
