export { type MemberList, openMemberList } from './member-list.ts'
export { MemberPanel } from './member-panel.tsx'
