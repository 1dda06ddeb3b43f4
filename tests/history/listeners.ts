import { type Facts, ownOf } from './facts.ts'
import type { Entry, Heard, History, Listener, Violation } from './history.ts'
import { isSame, show } from './logs.ts'

/** I5, I6, I7, I10 and I21: each listener hears of each room exactly what it should, once, in order. */
export function* checkListeners(history: History, facts: Facts): Iterable<Violation> {
  const rooms = new Set(history.rooms.map(({ id }) => id))
  const received = Map.groupBy(history.received, ({ listener }) => listener)
  for (const listener of history.listeners) {
    const all = received.get(listener.id) ?? []
    for (const { log } of all)
      if (!rooms.has(log) && log !== ownOf(listener.user))
        yield { rule: 'I16', says: `${listener.id} received ${log}, which is none of theirs` }
    for (const room of [...rooms, ownOf(listener.user)])
      yield* checkRoom(
        listener,
        room,
        all.filter(({ log, entry }) => log === room || entry === 'reset'),
        facts,
      )
  }
}

function* checkRoom(
  { id, user }: Listener,
  room: string,
  all: readonly Heard[],
  facts: Facts,
): Iterable<Violation> {
  let last = 0
  let connection: number | undefined
  let mayJump = false
  for (const one of all) {
    if (one.entry === 'reset') {
      mayJump = true
      continue
    }
    const { entry } = one
    const { seq } = entry
    const who = `${id} (connection ${one.connection}, ${one.door}, node ${one.node}), ${room}`
    const may = {
      isAudible: facts.isAudible(room, user, seq),
      isShown: facts.isShown(room, user, seq),
    }
    const fault = faultOf(entry, facts.entry(room, seq), may)
    if (fault !== undefined) yield { ...fault, says: `${who}: ${fault.says}` }
    const next = facts.nextAudible(room, user, last)
    if (seq <= last) yield { rule: 'I6', says: `${who}: ${seq} after ${last}` }
    else if (next !== undefined && seq > next && !mayJump)
      yield {
        rule: connection === one.connection ? 'I6' : 'I7',
        says: `${who}: ${seq} after ${last}, without ${next}`,
      }
    last = Math.max(last, seq)
    connection = one.connection
    mayJump = false
  }
  const next = facts.nextAudible(room, user, last)
  if (next !== undefined && !mayJump)
    yield { rule: 'I7', says: `${id}, ${room}: stopped at ${last}, never received ${next}` }
}

function faultOf(
  entry: Entry,
  stored: Entry | undefined,
  { isAudible, isShown }: { readonly isAudible: boolean; readonly isShown: boolean },
): Violation | undefined {
  const isSkipped = entry.type === 'event.skipped'
  if (!isSkipped && !isSame(entry, stored))
    return { rule: 'I5', says: `received ${show(entry)}, stored ${show(stored)}` }
  if (!isAudible) return { rule: 'I10', says: `received ${show(entry)} outside of the membership` }
  if (isSkipped === isShown)
    return { rule: 'I21', says: `received ${show(entry)}, of ${show(stored)}` }
  return undefined
}
