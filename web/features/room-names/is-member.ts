import type { MyRoom, Room } from '@parlance/sdk'

/** Only rooms of the user have the user's role. */
export const isMember = (room: MyRoom | Room): room is MyRoom => 'role' in room
