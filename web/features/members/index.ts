export { MemberPanel } from './member-panel.tsx'
