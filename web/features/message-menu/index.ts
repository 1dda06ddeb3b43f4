export { MessageOverlay } from './message-overlay.tsx'
export { messageRights } from './message-rights.ts'
export { RowBar } from './row-bar.tsx'
export type { MessagePlace, Overlay } from './types.ts'
