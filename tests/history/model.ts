import type { Answer, Ask, Call, Door, Entry, Final, Heard, History, Said } from './history.ts'
import { Random } from './random.ts'

const USERS = ['ana', 'ben', 'cleo', 'dan']
/** A member of nothing. */
export const EVE = 'eve'
const DOORS = ['rest', 'socket', 'stream'] as const
const NODES = 2
export const PLAIN = { thread: '', inRoom: false, silent: false, isPinned: false, replies: 0 }

type Room = { readonly id: string; readonly name: string; log: Entry[]; members: Set<string> }

/**
 * A history as a server without faults would make it: each call takes effect at one moment between
 * its beginning and its end, calls overlap, and listeners hear late and come back.
 */
export function validHistory(seed: number, steps = 400): History {
  const random = new Random(seed)
  const rooms = ['room-a', 'room-b'].map((id): Room => {
    const name = `${id} ${random.between(0, 1e9)}`
    return { id, name, log: [], members: new Set() }
  })
  const listeners = [...USERS, EVE].flatMap((user) =>
    [1, 2].map((n) => ({ id: `${user}/${n}`, user })),
  )
  const calls: Call[] = []
  const heard: Heard[] = []
  const pointers = new Map<string, number>()
  const places = new Map<string, number>()
  const connections = new Map<string, number>()
  const used = new Set<string>()
  /** How each message is now. */
  const current = new Map<string, Said>()
  let now = 0

  const seqOf = (room: Room) => room.log.length + 1
  /** As they are now. */
  const messagesOf = (room: Room): Said[] =>
    room.log.flatMap(({ type, message }) =>
      type === 'message.created' && message ? [current.get(message.id) ?? message] : [],
    )
  const living = (room: Room): Said[] => messagesOf(room).filter(({ isDeleted }) => !isDeleted)
  const put = (room: Room, type: string, more: Omit<Entry, 'seq' | 'type'>) =>
    room.log.push({ seq: seqOf(room) + 1, type, ...more })

  function call(user: string, ask: Ask, answer?: Answer, outcome: Call['outcome'] = 'ok'): void {
    const door = random.pick(DOORS)
    calls.push({
      user,
      node: random.between(0, NODES - 1),
      door,
      ask,
      begun: now - random.next() * 30,
      ended: now + random.next() * 30,
      outcome,
      ...(outcome === 'ok' && answer && { answer }),
    })
  }

  function turn(room: Room, user: string, verb: 'join' | 'leave' | 'remove'): void {
    const joins = verb === 'join'
    if (room.members.has(user) === joins) return
    put(room, joins ? 'member.joined' : 'member.left', { subject: user })
    if (joins) room.members.add(user)
    else room.members.delete(user)
    call(user, { type: 'member', verb, room: room.id, user }, { type: 'member' })
  }

  function send(room: Room, user: string): void {
    const clientId = `c-${calls.length}`
    const text = `${clientId} says ${user}, ${random.between(0, 1e9)}`
    const ask: Ask = { type: 'send', room: room.id, clientId, text }
    if (!room.members.has(user)) return call(user, ask, undefined, 'fail')
    if (random.chance(0.1)) call(user, ask, undefined, 'info')
    if (random.chance(0.05)) return // It was lost on the way, and never tried again.
    const id = `msg-${calls.length}`
    const message: Said = {
      id,
      room: room.id,
      seq: seqOf(room) + 1,
      sender: user,
      clientId,
      version: 1,
      text,
      isDeleted: false,
      ...PLAIN,
      reactions: [],
    }
    put(room, 'message.created', { message })
    const isTold = random.chance(0.95)
    if (!isTold || random.chance(0.1)) call(user, ask, undefined, 'info')
    if (isTold) call(user, ask, { type: 'send', message })
    now += 40
    if (random.chance(0.1)) call(user, ask, { type: 'send', message })
  }

  /** The row and the event: from here on the message is told so. */
  function become(room: Room, message: Said, type: string, more: Partial<Entry> = {}): void {
    current.set(message.id, message)
    put(room, type, type.startsWith('message') ? { message, ...more } : more)
  }

  function edit(room: Room, user: string): void {
    const mine = living(room).filter(({ sender }) => sender === user)
    if (!room.members.has(user) || mine.length === 0) return
    const before = random.pick(mine)
    const text = `${user} edits ${before.id}: ${random.between(0, 1e9)}`
    const ask: Ask = { type: 'edit', room: room.id, message: before.id, text }
    const message = { ...before, text, version: before.version + 1 }
    become(room, message, 'message.updated')
    const isTold = random.chance(0.9)
    call(user, ask, { type: 'edit', message }, isTold ? 'ok' : 'info')
  }

  function remove(room: Room, user: string): void {
    const mine = living(room).filter(({ sender }) => sender === user)
    if (!room.members.has(user) || mine.length === 0) return
    const before = random.pick(mine)
    become(room, { ...before, text: '', isDeleted: true, reactions: [] }, 'message.deleted')
    call(user, { type: 'delete', room: room.id, message: before.id }, { type: 'delete' })
  }

  function react(room: Room, user: string): void {
    const there = living(room)
    if (!room.members.has(user) || there.length === 0) return
    const message = random.pick(there)
    const emoji = random.pick([':a:', ':b:'])
    const key = `${message.id} ${emoji} ${user}`
    const adds = !used.has(key)
    if (adds) used.add(key)
    else used.delete(key)
    const before = message.reactions.find(([e]) => e === emoji)?.[1] ?? 0
    const count = before + (adds ? 1 : -1)
    const others = message.reactions.map(([e, n]) =>
      e === emoji ? ([e, count] as const) : ([e, n] as const),
    )
    const reactions = (before === 0 ? [...others, [emoji, count] as const] : others).filter(
      ([, n]) => n > 0,
    )
    const more = { subject: user, about: message.seq, emoji }
    become(room, { ...message, reactions }, adds ? 'reaction.added' : 'reaction.removed', more)
    call(
      user,
      { type: 'react', room: room.id, message: message.id, emoji, adds },
      { type: 'react' },
    )
  }

  function read(room: Room, user: string): void {
    const key = `${room.id} ${user}`
    const seq = random.between(pointers.get(key) ?? 1, seqOf(room))
    if (!room.members.has(user) || seq <= (pointers.get(key) ?? 0)) return
    pointers.set(key, seq)
    const unread = living(room).filter((m) => m.seq > seq && m.sender !== user).length
    put(room, 'receipt.read', { subject: user })
    call(user, { type: 'read', room: room.id, seq }, { type: 'read', readSeq: seq, unread })
  }

  function page(room: Room, user: string): void {
    const after = random.between(0, seqOf(room))
    const limit = random.between(5, 50)
    const ask: Ask = { type: 'history', room: room.id, after, limit }
    if (!room.members.has(user)) return call(user, ask, undefined, 'fail')
    const messages = messagesOf(room)
      .filter((m) => m.seq > after)
      .slice(0, limit)
    call(user, ask, { type: 'history', seq: seqOf(room), messages })
  }

  function overview(user: string): void {
    const mine = rooms.filter((room) => room.members.has(user))
    const seen = mine.map((room) => {
      const readSeq = pointers.get(`${room.id} ${user}`) ?? 0
      const unread = living(room).filter((m) => m.seq > readSeq && m.sender !== user).length
      return { id: room.id, name: room.name, seq: seqOf(room), readSeq, unread, mentions: 0 }
    })
    call(user, { type: 'rooms' }, { type: 'rooms', rooms: seen })
  }

  /** Some of what a listener has not heard yet. */
  function pump({ id, user }: (typeof listeners)[number], most: number): void {
    if (random.chance(0.2)) connections.set(id, (connections.get(id) ?? 0) + 1)
    for (const room of rooms) {
      const key = `${id} ${room.id}`
      for (let n = 0, at = places.get(key) ?? 0; n < most && at < room.log.length; n++, at++) {
        places.set(key, at + 1)
        const entry = room.log[at]
        if (entry === undefined || !hears(room, user, entry.seq)) continue
        const door: Door = id.endsWith('1') ? 'socket' : 'stream'
        const connection = connections.get(id) ?? 0
        const told = asNow(entry, current)
        heard.push({ listener: id, connection, node: 0, door, at: now, log: room.id, entry: told })
      }
    }
  }

  for (const room of rooms) turn(room, 'ana', 'join')
  for (let step = 0; step < steps; step++) {
    now += random.between(1, 20)
    const [room, user] = [random.pick(rooms), random.pick(USERS)]
    const choice = random.next()
    if (choice < 0.3) send(room, user)
    else if (choice < 0.34) edit(room, user)
    else if (choice < 0.36) remove(room, user)
    else if (choice < 0.4) react(room, user)
    else if (choice < 0.5) turn(room, user, 'join')
    else if (choice < 0.55 && user !== 'ana') turn(room, user, random.pick(['leave', 'remove']))
    else if (choice < 0.65) read(room, user)
    else if (choice < 0.75) page(room, user)
    else if (choice < 0.82) overview(user)
    else pump(random.pick(listeners), random.between(1, 20))
  }
  now += 100
  for (const listener of listeners) pump(listener, Number.POSITIVE_INFINITY)
  const finals = rooms.flatMap((room) =>
    finalsOf(
      room.id,
      room.log.map((entry) => asNow(entry, current)),
    ),
  )
  return {
    rooms: rooms.map(({ id, name }) => ({ id, name })),
    listeners,
    calls,
    heard,
    finals,
    lists: [],
    signals: [],
    quicks: [],
    presences: [],
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

const isMessage = ({ type }: Entry): boolean => type === 'message.created'

/** An event is told with its message as that is now. */
function asNow(entry: Entry, current: ReadonlyMap<string, Said>): Entry {
  const message = entry.message && (current.get(entry.message.id) ?? entry.message)
  return message === undefined ? entry : { ...entry, message }
}

function finalsOf(room: string, log: readonly Entry[]): Final[] {
  const nodes = Array.from({ length: NODES }, (_, node) => node)
  return nodes.flatMap((node) =>
    DOORS.map((door) => ({
      node,
      door,
      room,
      head: log.length + 1,
      entries: door === 'rest' ? log.filter(isMessage) : [...log],
    })),
  )
}
