import { ownOf } from './facts.ts'
import type {
  Answer,
  Ask,
  Call,
  Door,
  Entry,
  Final,
  Heard,
  History,
  List,
  Mentions,
  Said,
} from './history.ts'
import { quickHistory } from './model-quick.ts'
import { signalHistory } from './model-signals.ts'
import { Random } from './random.ts'

const USERS = ['ana', 'ben', 'cleo', 'dan']
/** A member of nothing. */
export const EVE = 'eve'
const DOORS = ['rest', 'socket', 'stream', 'graphql', 'graphql-socket'] as const
/** By which whole logs are received. */
const LIVE = ['socket', 'stream', 'graphql-socket'] as const
const NODES = 2
export const PLAIN = { thread: '', inRoom: false, silent: false, isPinned: false, replies: 0 }

type Room = { readonly id: string; readonly name: string; log: Entry[]; members: Set<string> }

/**
 * A history as a server without faults would make it: each call takes effect at one moment between
 * its beginning and its end, calls overlap, and listeners hear late and come back.
 */
export function validHistory(seed: number, steps = 500): History {
  const random = new Random(seed)
  const rooms = ['room-a', 'room-b'].map((id): Room => {
    const name = `${id} ${random.between(0, 1e9)}`
    return { id, name, log: [], members: new Set() }
  })
  const listeners = [...USERS, EVE].flatMap((user) =>
    [1, 2].map((n) => ({ id: `${user}/${n}`, user })),
  )
  const calls: Call[] = []
  const received: Heard[] = []
  const pointers = new Map<string, number>()
  const places = new Map<string, number>()
  const connections = new Map<string, number>()
  const used = new Set<string>()
  /** How each message is now. */
  const current = new Map<string, Said>()
  /** The text of each that was deleted, and by user whom it named until then. */
  const trash = new Map<string, string>()
  const named = new Map<string, Set<string>>()
  const own = new Map([...USERS, EVE].map((user): [string, Entry[]] => [user, []]))
  /** How each thread is now, by user and root. */
  const threads = new Map<string, NonNullable<Entry['thread']>>()
  let now = 0

  const seqOf = (room: Room) => room.log.length + 1
  /** As they are now. */
  const messagesOf = (room: Room): Said[] =>
    room.log.flatMap(({ type, message }) =>
      type === 'message.created' && message ? [current.get(message.id) ?? message] : [],
    )
  const shownOf = (room: Room): Said[] =>
    messagesOf(room).filter(({ thread, inRoom }) => thread === '' || inRoom)
  const unreadOf = (room: Room, user: string, read: number): Said[] => {
    const joins = ({ type, subject }: Entry) => type === 'member.joined' && subject === user
    const after = Math.max(read, room.log.findLast(joins)?.seq ?? 0)
    return shownOf(room).filter(
      (m) => m.seq > after && m.sender !== user && !m.isDeleted && !m.silent,
    )
  }
  const namedOf = (user: string): Set<string> => {
    const messages = named.get(user) ?? new Set()
    named.set(user, messages)
    return messages
  }
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

  function mannerIn(
    room: Room,
  ):
    | { silent: true }
    | { mentions: Mentions }
    | { thread: string; inRoom?: true }
    | Record<string, never> {
    if (random.chance(0.2)) return { silent: true }
    if (random.chance(0.5))
      return {
        mentions: random.chance(0.3) ? { room: true } : { users: [random.pick([...room.members])] },
      }
    const roots = living(room).filter(({ thread }) => thread === '')
    if (roots.length === 0) return {}
    const thread = random.pick(roots).id
    return random.chance(0.3) ? { thread, inRoom: true } : { thread }
  }

  /** One more below the root of a message's thread, or one less. */
  function count(room: Room, { thread }: Said, by: 1 | -1): void {
    const root = messagesOf(room).find(({ id }) => id === thread)
    if (root !== undefined) current.set(root.id, { ...root, replies: root.replies + by })
  }

  function name(room: Room, { id, seq, sender }: Said, mentions: Mentions): void {
    for (const user of 'room' in mentions ? room.members : mentions.users) {
      if (user === sender) continue
      namedOf(user).add(id)
      tell(user, 'mention.created', { subject: sender, about: seq, detail: `${room.id} ${id}` })
    }
  }

  /** In their own log. */
  function tell(user: string, type: string, more: Omit<Entry, 'seq' | 'type'>): void {
    const log = own.get(user) ?? []
    log.push({ seq: log.length + 1, type, ...more })
  }

  function send(room: Room, user: string): void {
    const clientId = `c-${calls.length}`
    const text = `${clientId} says ${user}, ${random.between(0, 1e9)}`
    const manner = random.chance(0.4) ? mannerIn(room) : {}
    const ask: Ask = { type: 'send', room: room.id, clientId, text, ...manner }
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
      ...('thread' in manner && { thread: manner.thread }),
      inRoom: 'inRoom' in manner,
      silent: 'silent' in manner,
      reactions: [],
    }
    put(room, 'message.created', { message })
    count(room, message, 1)
    if ('mentions' in manner) name(room, message, manner.mentions)
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
    trash.set(before.id, before.text)
    for (const key of used) if (key.startsWith(`${before.id} `)) used.delete(key)
    for (const messages of named.values()) messages.delete(before.id)
    count(room, before, -1)
    const rest = { text: '', isDeleted: true, isPinned: false, reactions: [] }
    become(room, { ...before, ...rest }, 'message.deleted')
    call(user, { type: 'delete', room: room.id, message: before.id }, { type: 'delete' })
  }

  function restore(room: Room): void {
    const gone = messagesOf(room).filter((m) => m.isDeleted && room.members.has(m.sender))
    if (gone.length === 0) return
    const before = random.pick(gone)
    const user = before.sender
    const text = trash.get(before.id) ?? ''
    const message = { ...before, text, isDeleted: false, version: before.version + 1 }
    count(room, before, 1)
    become(room, message, 'message.updated')
    const ask: Ask = { type: 'restore', room: room.id, message: before.id }
    call(user, ask, { type: 'restore', message }, random.chance(0.9) ? 'ok' : 'info')
  }

  function pin(room: Room, user: string): void {
    const there = living(room)
    if (!room.members.has(user) || there.length === 0) return
    const message = random.pick(there)
    const adds = !message.isPinned
    const more = { subject: user, about: message.seq }
    const type = adds ? 'message.pinned' : 'message.unpinned'
    current.set(message.id, { ...message, isPinned: adds })
    put(room, type, more)
    call(user, { type: 'pin', room: room.id, message: message.id, adds }, { type: 'pin' })
  }

  /** Follows a thread, or no longer, or reads in it. */
  function thread(room: Room, user: string): void {
    const roots = messagesOf(room).filter((m) => m.thread === '')
    if (!room.members.has(user) || roots.length === 0) return
    const { id } = random.pick(roots)
    const before = threads.get(`${user} ${id}`) ?? { id, following: false, readSeq: 0 }
    const reads = random.chance(0.5) && seqOf(room) > before.readSeq
    const after = reads
      ? { ...before, readSeq: seqOf(room) }
      : { ...before, following: !before.following }
    threads.set(`${user} ${id}`, after)
    tell(user, 'thread.updated', { detail: `${room.id} ${id}`, thread: after })
    const place = { room: room.id, message: id }
    if (reads)
      call(
        user,
        { type: 'markThreadRead', ...place, seq: after.readSeq },
        { type: 'markThreadRead' },
      )
    else call(user, { type: 'follow', ...place, adds: after.following }, { type: 'follow' })
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
    const unread = unreadOf(room, user, seq).length
    put(room, 'receipt.read', { subject: user, detail: `up to ${seq}` })
    call(user, { type: 'read', room: room.id, seq }, { type: 'read', readSeq: seq, unread })
  }

  function page(room: Room, user: string): void {
    const after = random.between(0, seqOf(room))
    const limit = random.between(5, 50)
    const ask: Ask = { type: 'history', room: room.id, after, limit }
    if (!room.members.has(user)) return call(user, ask, undefined, 'fail')
    const messages = shownOf(room)
      .filter((m) => m.seq > after)
      .slice(0, limit)
    call(user, ask, { type: 'history', seq: seqOf(room), messages })
  }

  function overview(user: string): void {
    const mine = rooms.filter((room) => room.members.has(user))
    const seen = mine.map((room) => {
      const readSeq = pointers.get(`${room.id} ${user}`) ?? 0
      const unread = unreadOf(room, user, readSeq)
      const mentions = unread.filter(({ id }) => namedOf(user).has(id)).length
      const { id, name } = room
      return { id, name, seq: seqOf(room), readSeq, unread: unread.length, mentions }
    })
    call(user, { type: 'rooms' }, { type: 'rooms', rooms: seen })
  }

  /** Some of what a listener has not received yet. */
  function pump({ id, user }: (typeof listeners)[number], most: number): void {
    if (random.chance(0.2)) connections.set(id, (connections.get(id) ?? 0) + 1)
    for (const room of rooms)
      pumpLog(id, room.id, room.log, most, ({ seq }) => hears(room, user, seq))
    pumpLog(id, ownOf(user), own.get(user) ?? [], most, () => true)
  }

  function pumpLog(
    id: string,
    name: string,
    log: readonly Entry[],
    most: number,
    isAudible: (entry: Entry) => boolean,
  ): void {
    const key = `${id} ${name}`
    for (let n = 0, at = places.get(key) ?? 0; n < most && at < log.length; n++, at++) {
      places.set(key, at + 1)
      const entry = log[at]
      if (entry === undefined || !isAudible(entry)) continue
      const door: Door = id.endsWith('1') ? 'socket' : 'graphql-stream'
      const connection = connections.get(id) ?? 0
      const told = asNow(name, entry)
      received.push({ listener: id, connection, node: 0, door, at: now, log: name, entry: told })
    }
  }

  /** An event is told with its message, or its thread, as that is now. */
  function asNow(log: string, entry: Entry): Entry {
    const message = entry.message && (current.get(entry.message.id) ?? entry.message)
    const thread = entry.thread && threads.get(`${log.slice(5)} ${entry.thread.id}`)
    return { ...entry, ...(message && { message }), ...(thread && { thread }) }
  }

  for (const room of rooms) turn(room, 'ana', 'join')
  for (let step = 0; step < steps; step++) {
    now += random.between(1, 20)
    const [room, user] = [random.pick(rooms), random.pick(USERS)]
    const choice = random.next()
    if (choice < 0.24) send(room, user)
    else if (choice < 0.27) edit(room, user)
    else if (choice < 0.32) remove(room, user)
    else if (choice < 0.35) restore(room)
    else if (choice < 0.375) pin(room, user)
    else if (choice < 0.41) thread(room, user)
    else if (choice < 0.44) react(room, user)
    else if (choice < 0.51) turn(room, user, 'join')
    else if (choice < 0.55 && user !== 'ana') turn(room, user, random.pick(['leave', 'remove']))
    else if (choice < 0.65) read(room, user)
    else if (choice < 0.75) page(room, user)
    else if (choice < 0.84) overview(user)
    else pump(random.pick(listeners), random.between(1, 20))
  }
  now += 100
  for (const listener of listeners) pump(listener, Number.POSITIVE_INFINITY)
  const finals = [
    ...rooms.flatMap(({ id, log }) =>
      finalsOf(
        id,
        log.map((entry) => asNow(id, entry)),
      ),
    ),
    ...[...own].flatMap(([user, log]) =>
      LIVE.flatMap((door) =>
        wholeOf(
          ownOf(user),
          log.map((entry) => asNow(ownOf(user), entry)),
          door,
        ),
      ),
    ),
  ]
  const ofPins = rooms.map((room) => ({ log: room.id, of: living(room).filter((m) => m.isPinned) }))
  const ofMentions = [...USERS, EVE].map((user) => {
    const mine = rooms.filter(({ members }) => members.has(user))
    const of = mine.flatMap(living).filter(({ id }) => namedOf(user).has(id))
    return { log: ownOf(user), of }
  })
  const quick = quickHistory(random)
  const last = { listener: 'ana/1', connection: connections.get('ana/1') ?? 0 }
  const { signals, calls: typing } = signalHistory(random, 'room-a', last, now)
  const all = [...rooms, quick.room].map(({ id, name }) => ({ id, name }))
  return {
    rooms: all,
    listeners,
    calls: [...calls, ...quick.calls, ...typing],
    received,
    finals: [...finals, ...finalsOf(quick.room.id, quick.log)],
    lists: [...listsOf('pins', ofPins), ...listsOf('mentions', ofMentions)],
    signals,
    quicks: quick.quicks,
    presences: nodes().map((node) => ({ node, room: 'room-a', told: ['ana'], there: ['ana'] })),
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

const nodes = (): number[] => Array.from({ length: NODES }, (_, node) => node)

const wholeOf = (room: string, entries: readonly Entry[], door: Door): Final[] =>
  nodes().map((node) => ({ node, door, room, head: entries.at(-1)?.seq ?? 0, entries }))

function finalsOf(room: string, log: readonly Entry[]): Final[] {
  const messages = log.filter(isMessage)
  const pages = wholeOf(room, messages, 'rest').map((final) => ({ ...final, head: log.length + 1 }))
  return [...pages, ...LIVE.flatMap((door) => wholeOf(room, log, door))]
}

const listsOf = (
  what: List['what'],
  all: readonly { log: string; of: readonly Said[] }[],
): List[] =>
  all.flatMap(({ log, of }) =>
    nodes().map((node) => ({ node, what, log, messages: of.map(({ id }) => id) })),
  )
