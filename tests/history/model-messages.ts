import type { Ask, Mentions, Said } from './history.ts'
import { MEL, type ModelState, PLAIN, type Room } from './model-state.ts'

export function send(model: ModelState, room: Room, user: string): void {
  const clientId = `c-${model.calls.length}`
  const text = `${clientId} says ${user}, ${model.random.between(0, 1e9)}`
  const manner = user !== MEL && model.random.chance(0.4) ? mannerIn(model, room) : {}
  const ask: Ask = { type: 'send', room: room.id, clientId, text, ...manner }
  if (!room.members.has(user)) return model.call(user, ask, undefined, 'fail')
  if (model.random.chance(0.1)) model.call(user, ask, undefined, 'info')
  if (model.random.chance(0.05)) return // It was lost on the way, and never tried again.
  const id = `msg-${model.calls.length}`
  const message: Said = {
    id,
    room: room.id,
    seq: model.seqOf(room) + 1,
    sender: user,
    clientId,
    version: 1,
    text,
    isDeleted: false,
    ...PLAIN,
    ...('thread' in manner && { thread: manner.thread }),
    inRoom: 'inRoom' in manner,
    silent: 'silent' in manner,
    ...(user === MEL && { isHidden: true }),
    reactions: [],
  }
  model.put(room, 'message.created', { message })
  model.count(room, message, 1)
  if ('mentions' in manner) name(model, room, message, manner.mentions)
  const isTold = model.random.chance(0.95)
  if (!isTold || model.random.chance(0.1)) model.call(user, ask, undefined, 'info')
  if (isTold) model.call(user, ask, { type: 'send', message })
  model.now += 40
  if (model.random.chance(0.1)) model.call(user, ask, { type: 'send', message })
}

export function edit(model: ModelState, room: Room, user: string): void {
  const mine = model.living(room).filter(({ sender }) => sender === user)
  if (!room.members.has(user) || mine.length === 0) return
  const before = model.random.pick(mine)
  const text = `${user} edits ${before.id}: ${model.random.between(0, 1e9)}`
  const ask: Ask = { type: 'edit', room: room.id, message: before.id, text }
  const message = { ...before, text, version: before.version + 1 }
  model.become(room, message, 'message.updated')
  const isTold = model.random.chance(0.9)
  model.call(user, ask, { type: 'edit', message }, isTold ? 'ok' : 'info')
}

export function remove(model: ModelState, room: Room, user: string): void {
  const mine = model.living(room).filter(({ sender }) => sender === user)
  if (!room.members.has(user) || mine.length === 0) return
  const before = model.random.pick(mine)
  model.trash.set(before.id, before.text)
  for (const key of model.used) if (key.startsWith(`${before.id} `)) model.used.delete(key)
  for (const messages of model.named.values()) messages.delete(before.id)
  model.count(room, before, -1)
  const rest = { text: '', isDeleted: true, isPinned: false, reactions: [] }
  model.become(room, { ...before, ...rest }, 'message.deleted')
  model.call(user, { type: 'delete', room: room.id, message: before.id }, { type: 'delete' })
}

export function restore(model: ModelState, room: Room): void {
  const gone = model.messagesOf(room).filter((m) => m.isDeleted && room.members.has(m.sender))
  if (gone.length === 0) return
  const before = model.random.pick(gone)
  const user = before.sender
  const text = model.trash.get(before.id) ?? ''
  const message = { ...before, text, isDeleted: false, version: before.version + 1 }
  model.count(room, before, 1)
  model.become(room, message, 'message.updated')
  const ask: Ask = { type: 'restore', room: room.id, message: before.id }
  model.call(user, ask, { type: 'restore', message }, model.random.chance(0.9) ? 'ok' : 'info')
}

function mannerIn(
  model: ModelState,
  room: Room,
):
  | { silent: true }
  | { mentions: Mentions }
  | { thread: string; inRoom?: true }
  | Record<string, never> {
  if (model.random.chance(0.2)) return { silent: true }
  if (model.random.chance(0.5))
    return {
      mentions: model.random.chance(0.3)
        ? { room: true }
        : { users: [model.random.pick([...room.members])] },
    }
  const roots = model.living(room).filter(({ thread, isHidden }) => thread === '' && !isHidden)
  if (roots.length === 0) return {}
  const thread = model.random.pick(roots).id
  return model.random.chance(0.3) ? { thread, inRoom: true } : { thread }
}

function name(model: ModelState, room: Room, { id, seq, sender }: Said, mentions: Mentions): void {
  for (const user of 'room' in mentions ? room.members : mentions.users) {
    if (user === sender) continue
    model.namedOf(user).add(id)
    model.tell(user, 'mention.created', { subject: sender, about: seq, detail: `${room.id} ${id}` })
  }
}
