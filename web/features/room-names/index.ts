export { isMember } from './is-member.ts'
export { iconOf, useRoomName, useRoomNames } from './room-name.ts'
