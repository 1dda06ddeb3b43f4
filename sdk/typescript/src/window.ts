export { openRooms } from './react/rooms.ts'
export type { Change, PendingChange } from './window/change.ts'
export type { Position } from './window/log-window.ts'
export type { Observable } from './window/observable.ts'
export type { Outbox as WindowOutbox, Outgoing } from './window/outgoing.ts'
export { openReading, type ReaderFacts, type Reading, unreadFrom } from './window/reading.ts'
export type { MessageRow, OutgoingRow, Row } from './window/rows.ts'
export {
  type RoomWindow,
  roomWindow,
  type WindowOptions,
  type WindowState,
} from './window/window.ts'
