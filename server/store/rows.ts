import type { Member, Message, Room, User } from '../../protocol/entities.ts'
import { Data } from '../../protocol/text.ts'
import type { MemberRow, MessageRow, RoomRow, UserRow } from './tables.ts'

// From rows to what the product speaks of. Absent is absent: no nulls on the wire.

export const toUser = (row: UserRow): User => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  ...(row.info !== null && { info: json(row.info) }),
  createdAt: time(row.created_at),
})

export const toRoom = (row: Omit<RoomRow, 'key' | 'deleted_at'> & { seq: number }): Room => ({
  id: row.id,
  type: row.type,
  ...(row.name !== null && { name: row.name }),
  ...(row.data !== null && { data: json(row.data) }),
  seq: row.seq,
  createdAt: time(row.created_at),
})

export const toMember = (row: MemberRow & Pick<UserRow, 'name' | 'kind'>): Member => ({
  user: { id: row.user, name: row.name, kind: row.kind },
  role: row.role,
  readSeq: row.read_seq,
  joinedAt: time(row.joined_at),
})

export const toMessage = (row: MessageRow & { sender_name: string }): Message => {
  const message: { -readonly [K in keyof Message]: Message[K] } = {
    id: row.id,
    room: row.room,
    seq: row.seq,
    sender: { id: row.sender, name: row.sender_name },
    text: row.text,
    createdAt: time(row.created_at),
  }
  if (row.data !== null) message.data = json(row.data)
  if (row.reply_to !== null) message.replyTo = row.reply_to
  if (row.client_id !== null) message.clientId = row.client_id
  if (row.deleted_at !== null) message.deletedAt = time(row.deleted_at)
  return message
}

export const fromJson = (data: Data | undefined): string | null =>
  data === undefined ? null : JSON.stringify(data)

const json = (text: string): Data => Data.parse(JSON.parse(text))

/** RFC 3339. A page of history asks for the same instants again and again: the last is kept. */
export function time(ms: number): string {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() }
  return last.text
}
let last = { ms: 0, text: new Date(0).toISOString() }
