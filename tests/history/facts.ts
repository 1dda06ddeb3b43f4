import { LIMITS } from '../../protocol/limits.ts'
import type { Entry, Final, History, Said } from './history.ts'

/** Whether it is somebody's own log, and no room's. */
export const isOwn = (log: string): boolean => log.startsWith('user:')
export const ownOf = (user: string): string => `user:${user}`
/** The first entry that anybody hears: what comes before it is a room's making, told to nobody. */
export const firstOf = (log: string): number => (isOwn(log) ? 1 : 2)

/** What the final logs say, and what was known at which time. */
export class Facts {
  readonly #logs = new Map<string, Map<number, Entry>>()
  readonly #orders = new Map<string, readonly Entry[]>()
  readonly #shown = new Map<string, readonly Said[]>()
  /** The seqs of the messages that name a user, by room and user. */
  readonly #naming = new Map<string, Set<number>>()
  readonly #heads = new Map<string, number>()
  readonly #users = new Map<string, readonly string[]>()
  readonly #stretches = new Map<string, readonly Stretch[]>()
  readonly #known = new Map<string, Known>()
  readonly #messages = new Map<string, readonly Said[]>()
  readonly #staff: ReadonlyMap<string, readonly string[]>
  /** By room and the message's own seq, in the order of the log: an edit after a deletion is a restoring. */
  readonly #changes = new Map<string, { readonly seq: number; readonly deletes: boolean }[]>()

  constructor(history: History) {
    this.#staff = new Map(history.rooms.map(({ id, staff = [] }) => [id, staff]))
    for (const final of history.finals)
      if (isWhole(final) && !this.#logs.has(final.room)) this.#take(final)
    for (const { outcome, answer, ended, ask } of history.calls) {
      if (outcome !== 'ok') continue
      if (answer?.type === 'send' && !answer.message.isDeleted)
        this.#learn(answer.message.room, ended, answer.message.seq)
      if (answer?.type === 'history' && ask.type === 'history')
        this.#learn(ask.room, ended, answer.seq)
      if (answer?.type === 'rooms')
        for (const room of answer.rooms) this.#learn(room.id, ended, room.seq)
    }
    for (const { log, at, entry } of history.received)
      if (entry !== 'reset') this.#learn(log, at, entry.seq)
    for (const known of this.#known.values()) known.settle()
  }

  entry(room: string, seq: number): Entry | undefined {
    return this.#logs.get(room)?.get(seq)
  }

  /** In the order of the log. */
  entries(log: string): readonly Entry[] {
    return this.#orders.get(log) ?? []
  }

  head(room: string): number {
    return this.#heads.get(room) ?? 0
  }

  messages(room: string): readonly Said[] {
    return this.#messages.get(room) ?? []
  }

  /** The highest seq that somebody had been told of before this time. */
  floor(room: string, time: number): number {
    return this.#known.get(room)?.before(time) ?? 0
  }

  membersAt(room: string, seq: number): readonly string[] {
    return (this.#users.get(room) ?? []).filter((user) => this.isMember(room, user, seq))
  }

  isMember(room: string, user: string, seq: number): boolean {
    return this.#of(room, user).some(({ from, to }) => from <= seq && seq < to)
  }

  isAlwaysMember(room: string, user: string, from: number): boolean {
    return this.#of(room, user).some((s) => s.from <= from && s.to > this.head(room))
  }

  /** May the user hear it? Their own leaving is the last that they do. */
  isAudible(room: string, user: string, seq: number): boolean {
    return this.#of(room, user).some(({ from, to }) => from <= seq && seq <= to)
  }

  /** May the user receive it as it is? Of what is about a hidden message, others receive only that it is skipped. */
  isShown(room: string, user: string, seq: number): boolean {
    const { message, about } = this.entry(room, seq) ?? {}
    const of = message ?? (about === undefined ? undefined : this.entry(room, about)?.message)
    return of === undefined || this.sees(user, of)
  }

  sees(user: string, { isHidden, sender, room }: Said): boolean {
    return !isHidden || sender === user || (this.#staff.get(room)?.includes(user) ?? false)
  }

  /** The next that the user must hear, after this one; undefined where there is nothing more. */
  nextAudible(room: string, user: string, after: number): number | undefined {
    for (const { from, to } of this.#of(room, user)) {
      const next = Math.max(from, after + 1)
      if (next <= Math.min(to, this.head(room))) return next
    }
    return undefined
  }

  /** Messages in the room itself; those below others alone are beside it. */
  shown(room: string): readonly Said[] {
    return this.#shown.get(room) ?? []
  }

  /** How often a message had been edited or restored when the room stood at this seq, and one more. */
  versionAt(room: string, seq: number, at: number): number {
    return 1 + this.#changesOf(room, seq, at).filter(({ deletes }) => !deletes).length
  }

  /** Whether a message was deleted when the room stood at this seq. */
  isDeleted(room: string, seq: number, at: number): boolean {
    return this.#changesOf(room, seq, at).at(-1)?.deletes ?? false
  }

  /** Whether it had ever been, by then. */
  wasDeleted(room: string, seq: number, at: number): boolean {
    return this.#changesOf(room, seq, at).some(({ deletes }) => deletes)
  }

  /** What counts as unread after one place, up to another: not one's own, not silent, and there. */
  unread(room: string, user: string, after: number, upTo: number): number {
    const from = this.#joined(room, user, after, upTo)
    return upToMax(
      this.#countable(room, user, from, upTo).filter((m) => !this.isDeleted(room, m.seq, upTo)),
    )
  }

  /** The same where it is only known that the room stood somewhere between these two: least and most. */
  unreadBetween(room: string, user: string, after: number, from: number, to: number) {
    const latest = this.#joined(room, user, after, to)
    const least = this.#countable(room, user, latest, from).filter(
      (m) => !this.wasDeleted(room, m.seq, to),
    )
    const earliest = this.#joined(room, user, after, from)
    const most = this.#countable(room, user, earliest, to).filter(
      ({ seq }) => !this.isDeleted(room, seq, from) || this.#isRestored(room, seq, from, to),
    )
    return [upToMax(least), upToMax(most)] as const
  }

  /** Of the unread those that name the user. A deletion takes its mentions with it for good. */
  unreadMentions(room: string, user: string, after: number, upTo: number): number {
    const seqs = this.#naming.get(`${room} ${ownOf(user)}`)
    const from = this.#joined(room, user, after, upTo)
    return upToMax(
      this.#countable(room, user, from, upTo).filter(
        ({ seq }) => seqs?.has(seq) && !this.wasDeleted(room, seq, upTo),
      ),
    )
  }

  /** History from before the user last joined is not unread, wherever their pointer stands. */
  #joined(room: string, user: string, after: number, upTo: number): number {
    const joined = this.#of(room, user).findLast(({ from }) => from <= upTo)?.from ?? 0
    return Math.max(after, joined)
  }

  #countable(room: string, user: string, after: number, upTo: number): readonly Said[] {
    return this.shown(room).filter(
      (m) => m.seq > after && m.seq <= upTo && m.sender !== user && !m.silent && !m.isHidden,
    )
  }

  #changesOf(room: string, seq: number, at: number) {
    return (this.#changes.get(`${room} ${seq}`) ?? []).filter((change) => change.seq <= at)
  }

  #isRestored(room: string, seq: number, from: number, to: number): boolean {
    return this.#changesOf(room, seq, to).some((change) => !change.deletes && change.seq > from)
  }

  #of(room: string, user: string): readonly Stretch[] {
    if (room === ownOf(user)) return ALWAYS
    return this.#stretches.get(`${room} ${user}`) ?? []
  }

  #take({ room, entries: read }: Final): void {
    // In the order of their seqs, whatever the order in which they were read.
    const log = new Map(read.toSorted((a, b) => a.seq - b.seq).map((entry) => [entry.seq, entry]))
    const entries = [...log.values()]
    this.#logs.set(room, log)
    this.#orders.set(room, entries)
    this.#heads.set(room, entries.at(-1)?.seq ?? 0)
    const messages = entries.flatMap(
      ({ type, message }) => (type === 'message.created' && message) || [],
    )
    this.#messages.set(room, messages)
    this.#shown.set(
      room,
      messages.filter(({ thread, inRoom }) => thread === '' || inRoom),
    )
    for (const { type, about = 0, detail = '' } of entries)
      if (type === 'mention.created') this.#name(`${detail.split(' ')[0]} ${room}`, about)
    for (const { type, seq, message } of entries)
      if (message !== undefined) this.#change(`${room} ${message.seq}`, type, seq)
    const users = [...new Set(entries.flatMap(({ subject }) => subject ?? []))]
    this.#users.set(room, users)
    for (const user of users) this.#stretches.set(`${room} ${user}`, stretchesOf(entries, user))
  }

  #name(key: string, seq: number): void {
    this.#naming.set(key, (this.#naming.get(key) ?? new Set()).add(seq))
  }

  #change(key: string, type: string, seq: number): void {
    if (type !== 'message.deleted' && type !== 'message.updated') return
    const change = { seq, deletes: type === 'message.deleted' }
    this.#changes.set(key, [...(this.#changes.get(key) ?? []), change])
  }

  #learn(room: string, time: number, seq: number): void {
    const known = this.#known.get(room) ?? new Known()
    this.#known.set(room, known)
    known.add(time, seq)
  }
}

export const isWhole = ({ door }: Final): boolean => door !== 'rest'

/** A membership: from the seq of its joining to that of its leaving. */
type Stretch = { readonly from: number; readonly to: number }
const ALWAYS: readonly Stretch[] = [{ from: 1, to: Number.POSITIVE_INFINITY }]

function stretchesOf(entries: readonly Entry[], user: string): Stretch[] {
  const found: Stretch[] = []
  let from: number | undefined
  for (const { type, subject, seq } of entries) {
    if (subject !== user) continue
    if (type === 'member.joined') from ??= seq
    if (type !== 'member.left' || from === undefined) continue
    found.push({ from, to: seq })
    from = undefined
  }
  return from === undefined ? found : [...found, { from, to: Number.POSITIVE_INFINITY }]
}

/** A number that was seen to grow: the highest seen before a time. */
export class Known {
  readonly #seen: { time: number; seq: number }[] = []

  add(time: number, seq: number): void {
    this.#seen.push({ time, seq })
  }

  /** To be called once all is added. */
  settle(): void {
    this.#seen.sort((a, b) => a.time - b.time)
    let highest = 0
    for (const seen of this.#seen) {
      highest = Math.max(highest, seen.seq)
      seen.seq = highest
    }
  }

  before(time: number): number {
    let [low, high] = [0, this.#seen.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#seen[middle]?.time ?? 0) < time) low = middle + 1
      else high = middle
    }
    return this.#seen[low - 1]?.seq ?? 0
  }
}

/** What stands for more than that, too. */
const upToMax = (found: readonly unknown[]): number => Math.min(found.length, LIMITS.unreadMax)
