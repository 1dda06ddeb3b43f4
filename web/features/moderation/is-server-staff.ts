import type { User } from '@parlance/sdk'

/** Moderators and administrators of the server. */
export const isServerStaff = (me: Pick<User, 'role'> | undefined): boolean =>
  me?.role === 'administrator' || me?.role === 'moderator'
