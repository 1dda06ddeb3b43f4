import { sql } from 'kysely'
import type {
  InvitationId,
  KeyId,
  MessageId,
  RequestId,
  RoomId,
  UserId,
} from '../../protocol/ids.ts'
import type { Run } from '../../server/store/tables/statement.ts'
import { raw } from '../../server/store/tables/statement.ts'
import type { Tables } from '../../server/store/tables/tables.ts'

export const roomOf = (n: number) => `room_0000000000000000000000000${n}` as RoomId
export const userOf = (n: number) => `user-${n}` as UserId
export const messageOf = (n: number) => `msg_0000000000000000000000000${n}` as MessageId

/**
 * A row of each table with a value in every column, different in every row. Null are only columns that would make the
 * row one of a deleted or former thing. A column that is added to a table does not compile until it is here. What
 * somebody wrote contains the word "secret": it must go when its object is deleted.
 */
export const FILLED: { readonly [T in keyof Tables]: (n: number) => Tables[T] } = {
  settings: (n) => ({ name: `setting-${n}`, value: `value ${n}` }),
  tickets: (n) => ({ ticket: `ticket-${n}`, user: userOf(n), token_until: n, until: n }),
  users: (n) => ({
    id: userOf(n),
    name: `secret user ${n}`,
    kind: 'person',
    info: `{"secret":${n}}`,
    handle: `secret-${n}`,
    handle_key: `secret-key-${n}`,
    locale: `secret-${n}`,
    time_zone: `secret/${n}`,
    created_at: 100 + n,
    deleted_at: null,
    named_at: 200 + n,
  }),
  rooms: (n) => ({
    id: roomOf(n),
    type: 'group',
    name: `secret room ${n}`,
    data: `{"secret":${n}}`,
    key: `secret key ${n}`,
    created_at: 300 + n,
    deleted_at: null,
    topic: `secret topic ${n}`,
    features: '{"typing":false}',
    archived_at: 400 + n,
    read_only: 1,
    only_joined: n % 2,
    member_count: 10 + n,
  }),
  members: (n) => ({
    room: roomOf(n),
    user: userOf(n),
    role: 'admin',
    read_seq: 20 + n,
    joined_at: 500 + n,
    left_seq: null,
    left_at: null,
    joined_seq: 30 + n,
    shown_seq: 40 + n,
    delivered_seq: 50 + n,
    unread_from: 60 + n,
    preferences: `{"notify":"all","favourite":false,"receipts":"public","position":${n}}`,
    added: 1,
    hidden_seq: 65 + n,
  }),
  messages: (n) => ({
    room: roomOf(n),
    seq: n,
    id: messageOf(n),
    sender: userOf(n),
    text: `secret text ${n}`,
    data: `{"secret":${n}}`,
    reply_to: messageOf(3 - n),
    client_id: `client-${n}`,
    created_at: 600 + n,
    deleted_at: 700 + n,
    version: 70 + n,
    edited_at: 800 + n,
    system: 1,
    silent: 1,
    thread: messageOf(n),
    in_room: 1,
    replies: 80 + n,
    last_reply_seq: 90 + n,
    last_reply_at: 900 + n,
    mentions: '{"room":true}',
    reactions: `[["👍",${n}]]`,
    pinned_at: 1000 + n,
  }),
  logs: (n) => ({ log: roomOf(n), seq: 1, at: 1100 + n }),
  events: (n) => ({
    log: roomOf(n),
    seq: 1,
    at: 1200 + n,
    type: 'message.created',
    subject: userOf(n),
    actor: userOf(n),
    ref: n,
    detail: `detail ${n}`,
  }),
  versions: (n) => version(n),
  trash: (n) => ({ ...version(n), at: 4_000_000_000_000 + n }),
  reactions: (n) => ({ room: roomOf(n), seq: n, emoji: '👍', user: userOf(n), at: 1300 + n }),
  pins: (n) => ({ room: roomOf(n), seq: n, at: 1400 + n }),
  reads: (n) => ({ room: roomOf(n), user: userOf(n), seq: n, at: 1500 + n }),
  followers: (n) => ({
    thread: messageOf(n),
    user: userOf(n),
    room: roomOf(n),
    following: 1,
    read_seq: n,
  }),
  mentions: (n) => ({ user: userOf(n), message: messageOf(n), room: roomOf(n), seq: n }),
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
  presence: (n) => ({
    user: userOf(n),
    state: 'away',
    status: `secret status ${n}`,
    last_seen_at: 1800 + n,
  }),
  api_keys: (n) => ({
    id: `key_0000000000000000000000000${n}` as KeyId,
    hash: `hash ${n}`,
    prefix: `prefix ${n}`,
    name: `Key ${n}`,
    scopes: '["users:read"]',
    created_at: 1900 + n,
    last_used_at: 2000 + n,
  }),
}

const version = (n: number) => ({
  room: roomOf(n),
  seq: n,
  version: n,
  text: `secret version ${n}`,
  data: `{"secret":${n}}`,
  at: 2100 + n,
})

/** Inserts a row as it is. */
export async function insertRow(run: Run, table: keyof Tables, row: object): Promise<void> {
  const names = sql.join(Object.keys(row).map((name) => sql.ref(name)))
  const values = sql.join(Object.values(row).map((value) => sql.lit(value)))
  await run.first(
    raw<object, never>(() => sql`insert into ${sql.table(table)} (${names}) values (${values})`),
    {},
  )
}
