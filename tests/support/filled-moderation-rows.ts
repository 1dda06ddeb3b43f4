import type { KeyId } from '../../protocol/ids.ts'
import type { Tables } from '../../server/store/tables/tables.ts'
import { messageOf, roomOf, userOf } from './filled-ids.ts'

type Moderation = 'audit'

/** The rows of the tables of moderation: see `FILLED`. */
export const FILLED_MODERATION: { readonly [T in Moderation]: (n: number) => Tables[T] } = {
  audit: (n) => ({
    seq: 4_000_000 + n,
    at: 2960 + n,
    act: 'members.remove',
    by: userOf(n),
    key: `key_0000000000000000000000000${n}` as KeyId,
    room: roomOf(n),
    user: userOf(n),
    target: messageOf(n),
    reason: `secret reason ${n}`,
    before: `{"secret":${n}}`,
    after: `{"secret":${n}}`,
  }),
}
