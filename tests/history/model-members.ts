import type { Ask } from './history.ts'
import { MEL, type ModelState, type Room } from './model-state.ts'

export function turn(
  model: ModelState,
  room: Room,
  user: string,
  verb: 'join' | 'leave' | 'remove',
): void {
  const joins = verb === 'join'
  if (room.members.has(user) === joins) return
  model.put(room, joins ? 'member.joined' : 'member.left', { subject: user })
  if (joins) room.members.add(user)
  else room.members.delete(user)
  model.call(user, { type: 'member', verb, room: room.id, user }, { type: 'member' })
}

export function pin(model: ModelState, room: Room, user: string): void {
  const there = model.living(room).filter((m) => model.sees(user, m))
  if (!room.members.has(user) || there.length === 0) return
  const message = model.random.pick(there)
  const adds = !message.isPinned
  const more = { subject: user, about: message.seq }
  const type = adds ? 'message.pinned' : 'message.unpinned'
  model.current.set(message.id, { ...message, isPinned: adds })
  model.put(room, type, more)
  model.call(user, { type: 'pin', room: room.id, message: message.id, adds }, { type: 'pin' })
}

/** Follows a thread, or no longer, or reads in it. */
export function thread(model: ModelState, room: Room, user: string): void {
  const roots = model.messagesOf(room).filter((m) => m.thread === '' && model.sees(user, m))
  if (!room.members.has(user) || roots.length === 0) return
  const { id } = model.random.pick(roots)
  const before = model.threads.get(`${user} ${id}`) ?? { id, following: false, readSeq: 0 }
  const reads = model.random.chance(0.5) && model.seqOf(room) > before.readSeq
  const after = reads
    ? { ...before, readSeq: model.seqOf(room) }
    : { ...before, following: !before.following }
  model.threads.set(`${user} ${id}`, after)
  model.tell(user, 'thread.updated', { detail: `${room.id} ${id}`, thread: after })
  const place = { room: room.id, message: id }
  if (reads)
    model.call(
      user,
      { type: 'markThreadRead', ...place, seq: after.readSeq },
      { type: 'markThreadRead' },
    )
  else model.call(user, { type: 'follow', ...place, adds: after.following }, { type: 'follow' })
}

/** Mel does not: only she and the staff would see it. */
export function react(model: ModelState, room: Room, user: string): void {
  const there = model.living(room).filter((m) => model.sees(user, m))
  if (user === MEL || !room.members.has(user) || there.length === 0) return
  const message = model.random.pick(there)
  const emoji = model.random.pick([':a:', ':b:'])
  const key = `${message.id} ${emoji} ${user}`
  const adds = !model.used.has(key)
  if (adds) model.used.add(key)
  else model.used.delete(key)
  const before = message.reactions.find(([e]) => e === emoji)?.[1] ?? 0
  const count = before + (adds ? 1 : -1)
  const others = message.reactions.map(([e, n]) =>
    e === emoji ? ([e, count] as const) : ([e, n] as const),
  )
  const reactions = (before === 0 ? [...others, [emoji, count] as const] : others).filter(
    ([, n]) => n > 0,
  )
  const more = { subject: user, about: message.seq, emoji }
  model.become(room, { ...message, reactions }, adds ? 'reaction.added' : 'reaction.removed', more)
  model.call(
    user,
    { type: 'react', room: room.id, message: message.id, emoji, adds },
    { type: 'react' },
  )
}

export function read(model: ModelState, room: Room, user: string): void {
  const key = `${room.id} ${user}`
  const seq = model.random.between(model.pointers.get(key) ?? 1, model.seqOf(room))
  if (!room.members.has(user) || seq <= (model.pointers.get(key) ?? 0)) return
  model.pointers.set(key, seq)
  const unread = model.unreadOf(room, user, seq).length
  model.put(room, 'receipt.read', { subject: user, detail: `up to ${seq}` })
  model.call(user, { type: 'read', room: room.id, seq }, { type: 'read', readSeq: seq, unread })
}

export function page(model: ModelState, room: Room, user: string): void {
  const after = model.random.between(0, model.seqOf(room))
  const limit = model.random.between(5, 50)
  const ask: Ask = { type: 'history', room: room.id, after, limit }
  if (!room.members.has(user)) return model.call(user, ask, undefined, 'fail')
  const messages = model
    .shownOf(room)
    .filter((m) => m.seq > after && model.sees(user, m))
    .slice(0, limit)
  model.call(user, ask, { type: 'history', seq: model.seqOf(room), messages })
}

export function overview(model: ModelState, user: string): void {
  const mine = model.rooms.filter((room) => room.members.has(user))
  const seen = mine.map((room) => {
    const readSeq = model.pointers.get(`${room.id} ${user}`) ?? 0
    const unread = model.unreadOf(room, user, readSeq)
    const mentions = unread.filter(({ id }) => model.namedOf(user).has(id)).length
    const { id, name } = room
    return { id, name, seq: model.seqOf(room), readSeq, unread: unread.length, mentions }
  })
  model.call(user, { type: 'rooms' }, { type: 'rooms', rooms: seen })
}
