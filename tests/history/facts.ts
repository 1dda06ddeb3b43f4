import type { Entry, Final, History, Said } from './history.ts'

/** The first entry that anybody hears: what comes before it is the room's making, told to nobody. */
export const FIRST = 2

/** What the final logs say, and what was known at which time. */
export class Facts {
  readonly #logs = new Map<string, Map<number, Entry>>()
  readonly #heads = new Map<string, number>()
  readonly #stretches = new Map<string, readonly Stretch[]>()
  readonly #known = new Map<string, Known>()
  readonly #messages = new Map<string, readonly Said[]>()
  /** At which seq each message was deleted, by room and the message's own seq. */
  readonly #deletions = new Map<string, number>()
  /** And at which it was edited. */
  readonly #edits = new Map<string, number[]>()

  constructor(history: History) {
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
    for (const { log, at, entry } of history.heard)
      if (entry !== 'reset') this.#learn(log, at, entry.seq)
    for (const known of this.#known.values()) known.settle()
  }

  entry(room: string, seq: number): Entry | undefined {
    return this.#logs.get(room)?.get(seq)
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

  /** The next that the user must hear, after this one; undefined where there is nothing more. */
  nextAudible(room: string, user: string, after: number): number | undefined {
    for (const { from, to } of this.#of(room, user)) {
      const next = Math.max(from, after + 1)
      if (next <= Math.min(to, this.head(room))) return next
    }
    return undefined
  }

  /** How often a message had been edited when the room stood at this seq, and one more. */
  versionAt(room: string, seq: number, at: number): number {
    const edits = this.#edits.get(`${room} ${seq}`) ?? []
    return 1 + edits.filter((edit) => edit <= at).length
  }

  /** Whether a message had been deleted when the room stood at this seq. */
  isDeleted(room: string, seq: number, at: number): boolean {
    return (this.#deletions.get(`${room} ${seq}`) ?? Number.POSITIVE_INFINITY) <= at
  }

  /** Others' messages after one place, up to another, less those that were deleted by then. */
  unread(room: string, user: string, after: number, upTo: number, deletedBy = upTo): number {
    return this.messages(room).filter(
      (m) =>
        m.seq > after &&
        m.seq <= upTo &&
        m.sender !== user &&
        !this.isDeleted(room, m.seq, deletedBy),
    ).length
  }

  #of(room: string, user: string): readonly Stretch[] {
    return this.#stretches.get(`${room} ${user}`) ?? []
  }

  #take({ room, entries: read }: Final): void {
    // In the order of their seqs, whatever the order in which they were read.
    const log = new Map(read.toSorted((a, b) => a.seq - b.seq).map((entry) => [entry.seq, entry]))
    const entries = [...log.values()]
    this.#logs.set(room, log)
    this.#heads.set(room, entries.at(-1)?.seq ?? 0)
    this.#messages.set(
      room,
      entries.flatMap(({ type, message }) => (type === 'message.created' && message) || []),
    )
    for (const { type, seq, message } of entries)
      if (message !== undefined) this.#change(`${room} ${message.seq}`, type, seq)
    for (const user of new Set(entries.flatMap(({ subject }) => subject ?? [])))
      this.#stretches.set(`${room} ${user}`, stretchesOf(entries, user))
  }

  #change(key: string, type: string, seq: number): void {
    if (type === 'message.deleted') this.#deletions.set(key, seq)
    if (type === 'message.updated') this.#edits.set(key, [...(this.#edits.get(key) ?? []), seq])
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
