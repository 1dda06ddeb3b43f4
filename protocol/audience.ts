import type { UserId } from './ids.ts'

/** Who of a room receives an ephemeral event: `only` the devices of this user, or all users `except` these. */
export type Audience = { readonly only?: UserId; readonly except?: readonly UserId[] }
