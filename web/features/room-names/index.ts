export { isMember } from './is-member.ts'
export { iconOf, useRoomName } from './room-name.ts'
