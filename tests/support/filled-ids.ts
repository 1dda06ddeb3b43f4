import type { MessageId, RoomId, SanctionId, SessionId, UserId } from '../../protocol/ids.ts'

export const roomOf = (n: number) => `room_0000000000000000000000000${n}` as RoomId
export const userOf = (n: number) => `user-${n}` as UserId
export const sessionOf = (n: number) => `ses_0000000000000000000000000${n}` as SessionId
export const messageOf = (n: number) => `msg_0000000000000000000000000${n}` as MessageId
export const sanctionOf = (n: number) => `san_0000000000000000000000000${n}` as SanctionId
