// A room downloads what stands here: `acts` and `sanctions` are features of their own, for those who open them.
export { BlockedRow } from './blocked-row.tsx'
export { isServerStaff } from './is-server-staff.ts'
export { ModerationHost } from './moderation-host.tsx'
export { MySanction, useMySanction } from './my-sanction.tsx'
export { type OnMessage, showModeration } from './shown-dialog.ts'
