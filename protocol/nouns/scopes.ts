import * as z from 'zod'

/** The permissions that an API key can have. */
export const SCOPES = [
  'users:read',
  'users:write',
  'rooms:read',
  'rooms:write',
  'messages:read',
  'messages:write',
  'moderation:read',
  'moderation:write',
  'data:read',
  'data:write',
  'tokens',
  'keys',
  'statistics',
  'jobs',
] as const

export const Scope = z.enum(SCOPES).meta({ id: 'Scope' })

export type Scope = z.infer<typeof Scope>
