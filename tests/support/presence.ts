import type { Presence } from '../../protocol/entities.ts'
import type { EphemeralEvent } from '../../protocol/events.ts'
import type { Client } from './client.ts'
import { waitFor } from './wait.ts'

export type Told = Extract<EphemeralEvent, { type: 'presence.changed' }>
type Listener = { readonly signals: readonly EphemeralEvent[] }

export const told = ({ signals }: Listener, who: Client): Told[] =>
  signals.filter((s): s is Told => s.type === 'presence.changed' && s.user.id === who.id)
export const states = (listener: Listener, who: Client) => told(listener, who).map((s) => s.state)
/** What was told of somebody, as soon as it is this much. */
export const hears = (listener: Listener, who: Client, count: number) =>
  waitFor(() => told(listener, who).length >= count && states(listener, who))

export const list = async (asker: Client, room: string): Promise<Presence[]> =>
  (await asker.ask('GET', `/rooms/${room}/presence`)).presence
export const of = async (asker: Client, room: string, who: Client) =>
  (await list(asker, room)).find(({ user }) => user.id === who.id)

export const shows = (who: Client, how: object) => who.ask('PUT', '/me/presence', how)
