import type { InvitationId, JoinRequestId, RequestId } from '../../protocol/ids.ts'
import type { Tables } from '../../server/store/tables/tables.ts'
import { roomOf, userOf } from './filled-ids.ts'

type Consent = 'invitations' | 'join_requests' | 'requests' | 'consent'

/** The rows of the tables of invitations and consent: see `FILLED`. */
export const FILLED_CONSENT: { readonly [T in Consent]: (n: number) => Tables[T] } = {
  invitations: (n) => ({
    id: `inv_0000000000000000000000000${n}` as InvitationId,
    room: roomOf(n),
    by: userOf(n),
    user: userOf(n),
    code: `secret code ${n}`,
    uses: n,
    max_uses: 100 + n,
    expires_at: 4_000_000_000_000 + n,
    created_at: 1700 + n,
    ended_at: null,
    dropped: null,
  }),
  join_requests: (n) => ({
    id: `jrq_0000000000000000000000000${n}` as JoinRequestId,
    room: roomOf(n),
    user: userOf(n),
    state: 'pending',
    answer: `secret answer ${n}`,
    created_at: 1750 + n,
  }),
  requests: (n) => ({
    id: `req_0000000000000000000000000${n}` as RequestId,
    asker: userOf(n),
    asked: userOf(n),
    text: `secret request ${n}`,
    dropped: 1,
    answer: 'declined',
    answered_at: 1750 + n,
    room: roomOf(n),
    deleted_at: null,
    created_at: 1760 + n,
    expires_at: 4_000_000_000_000 + n,
  }),
  consent: (n) => ({ user: userOf(n), requests_from: 'rooms' }),
}
