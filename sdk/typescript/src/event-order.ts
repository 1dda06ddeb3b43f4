import type { Event, UserId } from './protocol.ts'

/**
 * Takes an event into account. Returns `false` for a repeated event, and throws if an event before it is missing.
 * `received` holds the last seq of each log. The seqs of a log have no gaps, but a user who joins a room receives
 * its log from `member.joined` on.
 */
export function accept(event: Event, received: Map<string, number>, me?: UserId): boolean {
  const { log, seq } = event
  const last = received.get(log)
  const isMyJoining = event.type === 'member.joined' && event.member.user.id === me
  if (last && !isMyJoining && seq > last + 1) throw new Error(`${log} goes from ${last} to ${seq}`)
  const isNext = seq > (last ?? 0)
  if (isNext) received.set(log, seq)
  return isNext
}
