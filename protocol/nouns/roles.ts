import * as z from 'zod'

/** From the highest to the lowest. */
export const ROLES = ['owner', 'admin', 'moderator', 'member'] as const

export const Role = z.enum(ROLES).meta({ id: 'Role' })

export type Role = z.infer<typeof Role>
