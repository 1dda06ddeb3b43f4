export { ProfileHost } from './profile-host.tsx'
export { showProfile } from './shown-profile.ts'
