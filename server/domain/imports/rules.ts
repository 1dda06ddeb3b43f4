import type { Foreign } from './port.ts'

export const userKey = (id: string): Foreign => `user ${id}`
export const roomKey = (id: string): Foreign => `room ${id}`
/** A member who left since is not added again. */
export const memberKey = (room: string, user: string): Foreign =>
  `member ${room.length} ${room} ${user}`
export const messageKey = (id: string): Foreign => `message ${id}`
