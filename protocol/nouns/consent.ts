import * as z from 'zod'
import { op } from '../op.ts'
import { event } from './event.ts'
import { nothing } from './shared.ts'

export const RequestsFrom = z.enum(['everyone', 'rooms', 'nobody']).meta({ id: 'RequestsFrom' })

export const Consent = z.object({ requestsFrom: RequestsFrom }).meta({
  id: 'Consent',
  description:
    'Who may reach the user; only the user can read it. `everyone`: users in common rooms directly, all others by a request. `rooms`: users in common rooms directly; the requests of others are dropped. `nobody`: only users whom the user has accepted; all requests are dropped.',
})

export type Consent = Readonly<z.infer<typeof Consent>>

/** The default. */
export const CONSENT: Consent = { requestsFrom: 'everyone' }

export const CONSENT_COMMANDS = {
  'consent.get': op({
    method: 'GET',
    path: '/me/consent',
    asker: 'user',
    summary: 'Get who may reach the caller',
    input: nothing,
    output: Consent,
    status: 200,
  }),
  'consent.update': op({
    method: 'PATCH',
    path: '/me/consent',
    asker: 'user',
    spends: ['eventsPerDay'],
    summary: 'Set who may reach the caller',
    input: z.strictObject({ requestsFrom: RequestsFrom }),
    output: Consent,
    status: 200,
  }),
} as const

export const CONSENT_EVENTS = {
  'consent.updated': event(
    'consent.updated',
    { consent: Consent },
    'The user changed who may reach them.',
  ),
} as const
