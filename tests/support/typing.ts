import type { EphemeralEvent } from '../../protocol/events.ts'
import type { Client } from './client.ts'
import { waitFor } from './wait.ts'

export type Typing = Exclude<EphemeralEvent, { type: 'presence.changed' }>
type Listener = { readonly signals: readonly EphemeralEvent[] }

export const typings = ({ signals }: Listener): Typing[] =>
  signals.filter((signal): signal is Typing => signal.type !== 'presence.changed')
/** The next of them, in a word each: `Ana …` begins, `Ana .` ends. */
export const words = (listener: Listener): string[] =>
  typings(listener).map(({ type, user }) => `${user.name} ${type === 'typing.started' ? '…' : '.'}`)
export const hears = (listener: Listener, count: number) =>
  waitFor(() => words(listener).length >= count && words(listener))

export const types = (who: Client, room: string, thread?: string) =>
  who.call('PUT', `/rooms/${room}/typing`, thread === undefined ? undefined : { thread })
export const stops = (who: Client, room: string) => who.call('DELETE', `/rooms/${room}/typing`)
