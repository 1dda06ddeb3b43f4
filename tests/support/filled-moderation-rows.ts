import type {
  ErasureId,
  ExportId,
  KeyId,
  LegalHoldId,
  ReportId,
  WordListId,
} from '../../protocol/ids.ts'
import type { Tables } from '../../server/store/tables/tables.ts'
import { messageOf, roomOf, sanctionOf, userOf } from './filled-ids.ts'

type Moderation =
  | 'audit'
  | 'sanctions'
  | 'blocks'
  | 'erasures'
  | 'legal_holds'
  | 'exports'
  | 'export_parts'
  | 'reports'
  | 'reporters'
  | 'report_messages'
  | 'word_lists'

const reportOf = (n: number) => `rpt_0000000000000000000000000${n}` as ReportId

const exportOf = (n: number) => `exp_0000000000000000000000000${n}` as ExportId

/** The rows of the tables of moderation: see `FILLED`. */
export const FILLED_MODERATION: { readonly [T in Moderation]: (n: number) => Tables[T] } = {
  reports: (n) => ({
    id: reportOf(n),
    open_key: messageOf(n),
    room: roomOf(n),
    user: userOf(n),
    message: messageOf(n),
    seq: n,
    reason: 'spam',
    status: 'claimed',
    reporters: n,
    created_at: 2970 + n,
    claimed_by: userOf(n),
    claimed_at: 2980 + n,
    closed_by: userOf(n),
    closed_at: 4_000_000_000_000 + n,
    outcome: 'warned',
    note: `secret note ${n}`,
  }),
  reporters: (n) => ({
    report: reportOf(n),
    user: userOf(n),
    reason: 'abuse',
    text: `secret text ${n}`,
    at: 2990 + n,
    shown: 1,
  }),
  report_messages: (n) => ({
    report: reportOf(n),
    seq: n,
    version: n,
    message: messageOf(n),
    sender: userOf(n),
    text: `secret text ${n}`,
    data: `{"secret":${n}}`,
    created_at: 3000 + n,
    copied_at: 3010 + n,
  }),
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
  blocks: (n) => ({ user: userOf(n), blocked: userOf(n + 2), at: 2965 + n }),
  erasures: (n) => ({
    id: `ers_0000000000000000000000000${n}` as ErasureId,
    user: userOf(n),
    messages: 'keep',
    state: 'done',
    erased: `[{"table":"users","count":${n}}]`,
    created_at: 2990 + n,
    finished_at: 2995 + n,
  }),
  exports: (n) => ({
    id: exportOf(n),
    user: userOf(n),
    requested_by: 'user',
    state: 'ready',
    files: `[{"name":"user.json","rows":${n}}]`,
    bytes: n,
    created_at: 2990 + n,
    finished_at: 2995 + n,
    until: 4_000_000_000_000 + n,
  }),
  export_parts: (n) => ({
    export: exportOf(n),
    number: n,
    file: 'user.json',
    crc: n,
    size: n,
    last: 1,
    bytes: `secret bytes ${n}`,
  }),
  legal_holds: (n) => ({
    id: `hld_0000000000000000000000000${n}` as LegalHoldId,
    user: userOf(n),
    room: roomOf(n),
    reason: `secret reason ${n}`,
    by: userOf(n),
    created_at: 3000 + n,
    ended_at: 3010 + n,
  }),
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
