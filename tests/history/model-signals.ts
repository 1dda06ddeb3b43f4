import type { Call, Signalled } from './history.ts'
import type { Random } from './random.ts'

/** How often something passes: often enough that nobody thinks the connection stood still. */
const EVERY_MS = 400
const STEPS = 60
/** Typing ends by itself after so many steps. */
const LONGEST = 15
const TYPISTS = ['ben', 'cleo']

/** What passes in a room, to one who stays there and hears all of it: who types, and who is there. */
export function signalHistory(
  random: Random,
  log: string,
  to: { readonly listener: string; readonly connection: number },
  from: number,
) {
  const signals: Signalled[] = []
  const typing = new Map<string, number>()
  const calls: Call[] = []
  for (let step = 1; step <= STEPS; step++) {
    const at = from + step * EVERY_MS
    const tell = (type: string, user: string) =>
      signals.push({ ...to, node: 0, door: 'socket', at, log, type, user, thread: '' })
    tell('presence.changed', 'dan')
    for (const user of TYPISTS) {
      const since = typing.get(user)
      if (since === undefined && random.chance(0.2)) {
        const ask = { type: 'typing', room: log, adds: true } as const
        const answer = { type: 'typing' } as const
        const span = { begun: at - 10, ended: at - 5 }
        calls.push({ user, node: 0, door: 'rest', ask, ...span, outcome: 'ok', answer })
        typing.set(user, step)
        tell('typing.started', user)
      } else if (since !== undefined && (random.chance(0.2) || step - since >= LONGEST)) {
        typing.delete(user)
        tell('typing.stopped', user)
      }
    }
  }
  return { signals, calls }
}
