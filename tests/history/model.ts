import { ownOf } from './facts.ts'
import type { History } from './history.ts'
import { finalsOf, LIVE, listsOf, nodes, wholeOf } from './model-finals.ts'
import { pump } from './model-listeners.ts'
import { overview, page, pin, react, read, thread, turn } from './model-members.ts'
import { edit, remove, restore, send } from './model-messages.ts'
import { quickHistory } from './model-quick.ts'
import { FAY, sessionHistory } from './model-sessions.ts'
import { signalHistory } from './model-signals.ts'
import { EVE, ModelState, STAFF, USERS } from './model-state.ts'
import { Random } from './random.ts'

/**
 * A history as a server without faults would make it: each call takes effect at one moment between
 * its beginning and its end, calls overlap, and listeners hear late and come back.
 */
export function validHistory(seed: number, steps = 500): History {
  const random = new Random(seed)
  const model = new ModelState(random)
  for (const room of model.rooms) turn(model, room, 'ana', 'join')
  for (let step = 0; step < steps; step++) {
    model.now += random.between(1, 20)
    const [room, user] = [random.pick(model.rooms), random.pick(USERS)]
    const choice = random.next()
    if (choice < 0.24) send(model, room, user)
    else if (choice < 0.27) edit(model, room, user)
    else if (choice < 0.32) remove(model, room, user)
    else if (choice < 0.35) restore(model, room)
    else if (choice < 0.375) pin(model, room, user)
    else if (choice < 0.41) thread(model, room, user)
    else if (choice < 0.44) react(model, room, user)
    else if (choice < 0.51) turn(model, room, user, 'join')
    else if (choice < 0.55 && user !== 'ana')
      turn(model, room, user, random.pick(['leave', 'remove']))
    else if (choice < 0.65) read(model, room, user)
    else if (choice < 0.75) page(model, room, user)
    else if (choice < 0.84) overview(model, user)
    else pump(model, random.pick(model.listeners), random.between(1, 20))
  }
  model.now += 100
  for (const listener of model.listeners) pump(model, listener, Number.POSITIVE_INFINITY)
  const finals = [
    ...model.rooms.flatMap(({ id, log }) =>
      finalsOf(
        id,
        log.map((entry) => model.asNow(id, entry)),
      ),
    ),
    ...[...model.own].flatMap(([user, log]) =>
      LIVE.flatMap((door) =>
        wholeOf(
          ownOf(user),
          log.map((entry) => model.asNow(ownOf(user), entry)),
          door,
        ),
      ),
    ),
  ]
  const ofPins = model.rooms.map((room) => ({
    log: room.id,
    of: model.living(room).filter((m) => m.isPinned),
  }))
  const ofMentions = [...USERS, EVE].map((user) => {
    const mine = model.rooms.filter(({ members }) => members.has(user))
    const of = mine
      .flatMap((room) => model.living(room))
      .filter(({ id }) => model.namedOf(user).has(id))
    return { log: ownOf(user), of }
  })
  const quick = quickHistory(random)
  const last = { listener: 'ana/1', connection: model.connections.get('ana/1') ?? 0 }
  const { signals, calls: typing } = signalHistory(random, 'room-a', last, model.now)
  const sessions = sessionHistory(random)
  const all = [...model.rooms, quick.room].map(({ id, name }) => ({ id, name, staff: STAFF }))
  return {
    rooms: all,
    listeners: [...model.listeners, ...sessions.listeners],
    connections: sessions.connections,
    calls: [...model.calls, ...quick.calls, ...typing, ...sessions.calls],
    received: [...model.received, ...sessions.received],
    finals: [
      ...finals,
      ...finalsOf(quick.room.id, quick.log),
      ...LIVE.flatMap((door) => wholeOf(ownOf(FAY), sessions.log, door)),
    ],
    lists: [...listsOf('pins', ofPins), ...listsOf('mentions', ofMentions)],
    signals,
    quicks: quick.quicks,
    meetings: [],
    presences: nodes().map((node) => ({ node, room: 'room-a', told: ['ana'], there: ['ana'] })),
  }
}
