import * as z from 'zod'

/** From the highest to the lowest. */
export const ROLES = ['owner', 'admin', 'moderator', 'member'] as const

export const Role = z.enum(ROLES).meta({ id: 'Role' })

export type Role = z.infer<typeof Role>

/** The roles on the whole server, from the highest to the lowest. */
export const SERVER_ROLES = ['administrator', 'moderator', 'user'] as const

export const ServerRole = z.enum(SERVER_ROLES).meta({ id: 'ServerRole' })

export type ServerRole = z.infer<typeof ServerRole>
