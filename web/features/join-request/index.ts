export { JoinRequestDialog } from './join-request-dialog.tsx'
export { useJoin } from './use-join.ts'
