import { ownOf } from './facts.ts'
import type { Door, Entry } from './history.ts'
import type { ModelState, Room } from './model-state.ts'

/** Some of what a listener has not received yet. */
export function pump(
  model: ModelState,
  { id, user }: ModelState['listeners'][number],
  most: number,
): void {
  if (model.random.chance(0.2)) model.connections.set(id, (model.connections.get(id) ?? 0) + 1)
  for (const room of model.rooms)
    pumpLog(
      model,
      id,
      room.id,
      room.log,
      most,
      ({ seq }) => hears(room, user, seq),
      (entry) => isSkipped(model, room, user, entry),
    )
  pumpLog(
    model,
    id,
    ownOf(user),
    model.own.get(user) ?? [],
    most,
    () => true,
    () => false,
  )
}

function pumpLog(
  model: ModelState,
  id: string,
  name: string,
  log: readonly Entry[],
  most: number,
  isAudible: (entry: Entry) => boolean,
  isSkipped: (entry: Entry) => boolean,
): void {
  const key = `${id} ${name}`
  for (let n = 0, at = model.places.get(key) ?? 0; n < most && at < log.length; n++, at++) {
    model.places.set(key, at + 1)
    const entry = log[at]
    if (entry === undefined || !isAudible(entry)) continue
    const door: Door = id.endsWith('1') ? 'socket' : 'graphql-stream'
    const connection = model.connections.get(id) ?? 0
    const { seq } = entry
    const told = isSkipped(entry) ? { seq, type: 'event.skipped' } : model.asNow(name, entry)
    model.received.push({
      listener: id,
      connection,
      node: 0,
      door,
      at: model.now,
      log: name,
      entry: told,
    })
  }
}

/** By walking the log, not by stretches as the checker does it. */
function hears(room: Room, user: string, seq: number): boolean {
  let isIn = false
  for (const entry of room.log) {
    const isTurn = entry.subject === user
    if (isTurn && entry.type === 'member.joined') isIn = true
    if (entry.seq === seq) return isIn
    if (isTurn && entry.type === 'member.left') isIn = false
  }
  return false
}

/** Whether it is about a message that is hidden from the user. */
function isSkipped(
  model: ModelState,
  room: Room,
  user: string,
  { message, about }: Entry,
): boolean {
  const of = message ?? model.messagesOf(room).find(({ seq }) => seq === about)
  return of !== undefined && !model.sees(user, of)
}
