import * as z from 'zod'

/** From the most to the least. */
export const ROLES = ['owner', 'admin', 'moderator', 'member'] as const

export const Role = z.enum(ROLES).meta({ id: 'Role' })

export type Role = z.infer<typeof Role>
