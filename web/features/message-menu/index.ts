export { loadMessageParts, MessageOverlay, RowBar } from './lazy-parts.ts'
export { messageRights } from './message-rights.ts'
export type { MessagePlace, Overlay } from './types.ts'
