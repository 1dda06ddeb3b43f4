export { type MemberList, openMemberList } from './member-list.ts'
