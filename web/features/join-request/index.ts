export { JoinRequestDialog } from './dialog.tsx'
export { useJoin } from './use-join.ts'
