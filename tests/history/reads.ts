import { type Facts, Known } from './facts.ts'
import type { Answer, Ask, Call, History, RoomSeen, Violation } from './history.ts'

type AskOf<T extends Ask['type']> = Extract<Ask, { type: T }>
type AnswerOf<T extends Answer['type']> = Extract<Answer, { type: T }>

/** I5, I9, I10, I11, I12 and I16: what was read, at the moment that the answer says it is of. */
export function* checkReads(history: History, facts: Facts): Iterable<Violation> {
  const pointers = pointersOf(history)
  for (const call of history.calls) {
    const { ask, answer } = call
    if (call.outcome !== 'ok') continue
    if (ask.type === 'history' && answer?.type === 'history') yield* page(call, ask, answer, facts)
    if (ask.type === 'read' && answer?.type === 'read') yield* pointer(call, ask, answer, facts)
    if (ask.type === 'rooms' && answer?.type === 'rooms') {
      for (const room of answer.rooms) yield* overview(call, room, history, facts, pointers)
      const listed = new Set(answer.rooms.map(({ id }) => id))
      for (const { id } of history.rooms)
        if (!listed.has(id) && facts.isAlwaysMember(id, call.user, facts.floor(id, call.begun)))
          yield { rule: 'I9', says: `${call.user} is in ${id}, and it was not listed` }
    }
  }
}

function* page(
  { user, node, begun }: Call,
  { room, after, limit }: AskOf<'history'>,
  { seq, messages }: AnswerOf<'history'>,
  facts: Facts,
): Iterable<Violation> {
  const what = `${user} on node ${node} read ${room} after ${after}, up to ${seq}`
  if (messages.some((message) => message.room !== room))
    yield { rule: 'I16', says: `${what}: it holds another room’s` }
  const floor = facts.floor(room, begun)
  if (seq < floor) yield { rule: 'I9', says: `${what}: ${floor} was known already` }
  if (!facts.isMember(room, user, seq)) yield { rule: 'I10', says: `${what}: not a member then` }
  const expected = facts
    .shown(room)
    .filter((m) => m.seq > after && m.seq <= seq && facts.sees(user, m))
    .slice(0, limit)
  const isSame =
    expected.length === messages.length && expected.every(({ id }, i) => messages[i]?.id === id)
  if (!isSame)
    yield {
      rule: 'I5',
      says: `${what}: ${messages.map((m) => m.seq)}, stored ${expected.map((m) => m.seq)}`,
    }
  for (const message of messages)
    if (message.isDeleted !== facts.isDeleted(room, message.seq, seq))
      yield { rule: 'I13', says: `${what}: ${message.seq} deleted: ${message.isDeleted}` }
}

function* overview(
  { user, node, begun }: Call,
  { id, name, seq, readSeq, unread, mentions }: RoomSeen,
  { rooms }: History,
  facts: Facts,
  pointers: ReadonlyMap<string, Known>,
): Iterable<Violation> {
  const what = `${user} on node ${node} saw ${id} at ${seq}, read up to ${readSeq}`
  const room = rooms.find((r) => r.id === id)
  if (room === undefined) return // A room that is none of this history’s.
  if (room.name !== name) yield { rule: 'I16', says: `${what}: it is called ${name}` }
  const floor = facts.floor(id, begun)
  if (seq < floor) yield { rule: 'I9', says: `${what}: ${floor} was known already` }
  if (!facts.isMember(id, user, seq)) yield { rule: 'I10', says: `${what}: not a member then` }
  const count = facts.unread(id, user, readSeq, seq)
  if (unread !== count) yield { rule: 'I11', says: `${what}: ${unread} unread, not ${count}` }
  const named = facts.unreadMentions(id, user, readSeq, seq)
  if (mentions !== named)
    yield { rule: 'I11', says: `${what}: named in ${mentions} of them, not ${named}` }
  const read = pointers.get(`${id} ${user}`)?.before(begun) ?? 0
  if (readSeq < read) yield { rule: 'I12', says: `${what}: it was at ${read} already` }
}

/** The answer to a pointer's move does not say where the room stood: within which bounds it was. */
function* pointer(
  { user, begun }: Call,
  { room, seq }: AskOf<'read'>,
  { readSeq, unread }: AnswerOf<'read'>,
  facts: Facts,
): Iterable<Violation> {
  const what = `${user} read ${room} up to ${seq}`
  if (readSeq !== seq) yield { rule: 'I16', says: `${what}, and was told ${readSeq}` }
  const [floor, head] = [facts.floor(room, begun), facts.head(room)]
  const [least, most] = facts.unreadBetween(room, user, seq, floor, head)
  if (unread < least || unread > most)
    yield { rule: 'I11', says: `${what}: ${unread} unread, not ${least} to ${most}` }
}

/** How far each was known to have read, by room and user. */
function pointersOf({ calls }: History): Map<string, Known> {
  const pointers = new Map<string, Known>()
  const add = (room: string, user: string, time: number, seq: number) => {
    const known = pointers.get(`${room} ${user}`) ?? new Known()
    pointers.set(`${room} ${user}`, known)
    known.add(time, seq)
  }
  for (const { user, ask, answer, outcome, ended } of calls) {
    if (outcome !== 'ok') continue
    if (ask.type === 'read') add(ask.room, user, ended, ask.seq)
    if (answer?.type === 'rooms')
      for (const { id, readSeq } of answer.rooms) add(id, user, ended, readSeq)
  }
  for (const known of pointers.values()) known.settle()
  return pointers
}
