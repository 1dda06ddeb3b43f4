import type { MessageId, RoomId } from '../../protocol/ids.ts'
import { markRead } from '../domain/receipts/mark-read.ts'
import type { Ports } from '../domain/use-case.ts'
import type { Person, Place } from './company.ts'
import { createPeople, createRooms, type Everybody, FOUNDER, type Rooms } from './found.ts'
import { type Act, says } from './says.ts'
import { SCRIPT } from './script.ts'
import { timeOf } from './when.ts'

/** From then on the founder has read nothing. */
const UNREAD_FROM = '-60'
/** How long after the last message of a room the first of its members has read it. */
const READING_MS = 20_000
const FOUNDED = '11 08:00'

/**
 * Lets the people of the company do what they did in the last weeks, in the order of time, each act by its use-case.
 * `now` and the times for `setTime` are ms of the epoch. The founder, who is administrator, signs in with `password`.
 */
export async function fillDemo(
  ports: Ports,
  password: string,
  now: number,
  setTime: (at: number) => void,
): Promise<void> {
  setTime(timeOf(FOUNDED, now))
  const people = await createPeople(ports, password)
  const rooms = await createRooms(ports, people)
  const acts = [...actsOf(ports, now, people, rooms)].sort((a, b) => a.at - b.at)
  for (const { at, run } of acts) {
    setTime(at)
    await run()
  }
  setTime(now)
}

function* actsOf(ports: Ports, now: number, people: Everybody, rooms: Rooms): Generator<Act> {
  const messages = new Map<string, MessageId>()
  const lastSeqs = new Map<RoomId, number>()
  for (const [place, lines = []] of Object.entries(SCRIPT)) {
    const room = rooms[place as Place]
    for (const line of lines)
      yield* says({ ports, people, room: room.id, messages, lastSeqs }, line, now)
    const times = lines.map(([when]) => timeOf(when, now))
    for (const [n, person] of room.members.entries()) {
      const until = person === FOUNDER ? timeOf(UNREAD_FROM, now) : now
      const last = Math.max(0, ...times.filter((at) => at <= until))
      if (last === 0) continue
      const at = Math.min(last + (n + 1) * READING_MS, now)
      yield { at, run: () => read(person, room.id) }
    }
  }

  async function read(person: Person, room: RoomId): Promise<void> {
    const seq = lastSeqs.get(room)
    if (seq !== undefined)
      await markRead({ ...ports, caller: people[person], input: { room, seq } })
  }
}
