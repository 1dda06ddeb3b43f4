import type { KeyId, WordListId } from '../../protocol/ids.ts'
import type { Tables } from '../../server/store/tables/tables.ts'
import { messageOf, roomOf, sanctionOf, userOf } from './filled-ids.ts'

type Moderation = 'audit' | 'sanctions' | 'blocks' | 'word_lists'

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
  blocks: (n) => ({ user: userOf(n), blocked: userOf(n + 1), at: 2965 + n }),
  sanctions: (n) => ({
    id: sanctionOf(n),
    kind: 'mute',
    place: roomOf(n),
    user: userOf(n),
    addresses: `192.0.2.${n}/32`,
    until: 4_000_000_000_000 + n,
    reason: `secret reason ${n}`,
    by: userOf(n),
    created_at: 2970 + n,
    ended_at: null,
    appeal: `secret appeal ${n}`,
    appealed_at: 2980 + n,
    outcome: 'upheld',
    note: `secret note ${n}`,
  }),
  word_lists: (n) => ({
    id: `wrd_0000000000000000000000000${n}` as WordListId,
    room: roomOf(n),
    name: `secret list ${n}`,
    action: 'mask',
    words: `["secret ${n}"]`,
    created_at: 2970 + n,
    updated_at: 2980 + n,
  }),
}
