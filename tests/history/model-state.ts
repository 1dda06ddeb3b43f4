import type { Answer, Ask, Call, Entry, Heard, Said } from './history.ts'
import type { Random } from './random.ts'

/** Only the staff and she herself receive what she says. */
export const MEL = 'mel'
export const STAFF = ['ana']
export const USERS = [...STAFF, 'ben', 'cleo', 'dan', MEL]
/** A member of nothing. */
export const EVE = 'eve'
const DOORS = ['rest', 'socket', 'stream', 'graphql', 'graphql-socket'] as const
export const NODES = 2
export const PLAIN = { thread: '', inRoom: false, silent: false, isPinned: false, replies: 0 }

export type Room = {
  readonly id: string
  readonly name: string
  log: Entry[]
  members: Set<string>
}

/** What a server without faults has stored, and what was seen of it so far. */
export class ModelState {
  readonly random: Random
  readonly rooms: readonly Room[]
  readonly listeners = [...USERS, EVE].flatMap((user) =>
    [1, 2].map((n) => ({ id: `${user}/${n}`, user })),
  )
  readonly calls: Call[] = []
  readonly received: Heard[] = []
  readonly pointers = new Map<string, number>()
  readonly places = new Map<string, number>()
  readonly connections = new Map<string, number>()
  readonly used = new Set<string>()
  /** How each message is now. */
  readonly current = new Map<string, Said>()
  /** The text of each that was deleted, and by user whom it named until then. */
  readonly trash = new Map<string, string>()
  readonly named = new Map<string, Set<string>>()
  readonly own = new Map([...USERS, EVE].map((user): [string, Entry[]] => [user, []]))
  /** How each thread is now, by user and root. */
  readonly threads = new Map<string, NonNullable<Entry['thread']>>()
  now = 0

  constructor(random: Random) {
    this.random = random
    this.rooms = ['room-a', 'room-b'].map((id): Room => {
      const name = `${id} ${random.between(0, 1e9)}`
      return { id, name, log: [], members: new Set() }
    })
  }

  seqOf(room: Room): number {
    return room.log.length + 1
  }

  /** As they are now. */
  messagesOf(room: Room): Said[] {
    return room.log.flatMap(({ type, message }) =>
      type === 'message.created' && message ? [this.current.get(message.id) ?? message] : [],
    )
  }

  shownOf(room: Room): Said[] {
    return this.messagesOf(room).filter(({ thread, inRoom }) => thread === '' || inRoom)
  }

  sees(user: string, { isHidden, sender }: Said): boolean {
    return !isHidden || sender === user || STAFF.includes(user)
  }

  unreadOf(room: Room, user: string, read: number): Said[] {
    const joins = ({ type, subject }: Entry) => type === 'member.joined' && subject === user
    const after = Math.max(read, room.log.findLast(joins)?.seq ?? 0)
    return this.shownOf(room).filter(
      (m) => m.seq > after && m.sender !== user && !m.isDeleted && !m.silent && !m.isHidden,
    )
  }

  namedOf(user: string): Set<string> {
    const messages = this.named.get(user) ?? new Set()
    this.named.set(user, messages)
    return messages
  }

  living(room: Room): Said[] {
    return this.messagesOf(room).filter(({ isDeleted }) => !isDeleted)
  }

  put(room: Room, type: string, more: Omit<Entry, 'seq' | 'type'>): void {
    room.log.push({ seq: this.seqOf(room) + 1, type, ...more })
  }

  call(user: string, ask: Ask, answer?: Answer, outcome: Call['outcome'] = 'ok'): void {
    const door = this.random.pick(DOORS)
    this.calls.push({
      user,
      node: this.random.between(0, NODES - 1),
      door,
      ask,
      begun: this.now - this.random.next() * 30,
      ended: this.now + this.random.next() * 30,
      outcome,
      ...(outcome === 'ok' && answer && { answer }),
    })
  }

  /** One more below the root of a message's thread, or one less. */
  count(room: Room, { thread }: Said, by: 1 | -1): void {
    const root = this.messagesOf(room).find(({ id }) => id === thread)
    if (root !== undefined) this.current.set(root.id, { ...root, replies: root.replies + by })
  }

  /** In their own log. */
  tell(user: string, type: string, more: Omit<Entry, 'seq' | 'type'>): void {
    const log = this.own.get(user) ?? []
    log.push({ seq: log.length + 1, type, ...more })
  }

  /** The row and the event: from here on the message is told so. */
  become(room: Room, message: Said, type: string, more: Partial<Entry> = {}): void {
    this.current.set(message.id, message)
    this.put(room, type, type.startsWith('message') ? { message, ...more } : more)
  }

  /** An event is told with its message, or its thread, as that is now. */
  asNow(log: string, entry: Entry): Entry {
    const message = entry.message && (this.current.get(entry.message.id) ?? entry.message)
    const thread = entry.thread && this.threads.get(`${log.slice(5)} ${entry.thread.id}`)
    return { ...entry, ...(message && { message }), ...(thread && { thread }) }
  }
}
