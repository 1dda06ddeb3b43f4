import type { Cursor, Log, RoomId, UserId } from '../../protocol/ids.ts'

export const ROOM = 'room_01m7xkrq5ze2nrca89e4rk7dj8' as RoomId
export const ANA = 'ana' as UserId

export const snapshot = (positions: ReadonlyMap<Log, number>) => ({
  at: 1_000_000,
  cursor: 'c0' as Cursor,
  positions,
  recent: new Map(),
})

export const OTHER = 'room_01m7xkrq5ze2nrca89e4rk7dj9' as RoomId
