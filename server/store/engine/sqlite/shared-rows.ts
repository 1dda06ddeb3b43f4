import type { RoomId } from '../../../../protocol/ids.ts'
import { shareRow } from '../../tables/message-views.ts'
import type { JoinedMessageRow } from '../../tables/rows.ts'
import type { SharedRoom } from '../../tables/shared-room.ts'
import type { SharedReads } from '../../tables/statement.ts'
import { type ChangedRow, ROOM_ROW, ROOM_WITH_MESSAGES, USER_NAME } from './changed-rows.ts'

/** The most that is kept, in characters: of rows, of the messages made of them, and of their JSON. */
const MAX_CHARS = 32 * 1024 * 1024
/** What a row takes beside its texts, and a room beside its messages. */
const ROW_CHARS = 1000
const ROOM_CHARS = 4000

type OfRoom = {
  readonly messages: Map<number, JoinedMessageRow>
  /** The seqs of those that quote another message. */
  readonly quoting: Set<number>
  state: SharedRoom | undefined
}
type Generation = Map<RoomId, OfRoom>

/**
 * The rows that reads share. What has not been used since half of the most was added is dropped: what is used moves to
 * the younger generation, and when that is full, the older one ends.
 */
export class SharedRows implements SharedReads {
  readonly #maxChars: number
  #young: Generation = new Map()
  #old: Generation = new Map()
  /** The size of the younger generation. */
  #chars = 0

  constructor(maxChars = MAX_CHARS) {
    this.#maxChars = maxChars
  }

  missing(room: RoomId, seqs: readonly number[]): number {
    const [young, old] = [this.#young.get(room)?.messages, this.#old.get(room)?.messages]
    return seqs.filter((seq) => !young?.has(seq) && !old?.has(seq)).length
  }

  room(room: RoomId, make: () => SharedRoom): SharedRoom {
    const known = this.#young.get(room)?.state
    if (known !== undefined) return known
    const state = this.#old.get(room)?.state ?? make()
    this.#grow(ROOM_CHARS)
    this.#openRoom(room).state = state
    return state
  }

  message(room: RoomId, seq: number): JoinedMessageRow | undefined {
    const young = this.#young.get(room)?.messages.get(seq)
    if (young !== undefined) return young
    const old = this.#old.get(room)?.messages.get(seq)
    if (old !== undefined) this.#add(old)
    return old
  }

  /** Returns the row that is kept. Only what everybody sees alike is kept. */
  keep(row: JoinedMessageRow): JoinedMessageRow {
    if (!isSeenAlike(row)) return row
    const known = this.message(row.room, row.seq)
    if (known !== undefined) return known
    shareRow(row)
    this.#add(row)
    return row
  }

  /** A commit has changed or removed this row, and reads see that from now on. */
  forget({ room, seq }: ChangedRow): void {
    if (seq === USER_NAME) return this.clear()
    for (const generation of [this.#young, this.#old]) {
      const of = generation.get(room)
      if (of === undefined) continue
      of.state = undefined
      if (seq === ROOM_WITH_MESSAGES) generation.delete(room)
      if (seq === ROOM_ROW) continue
      of.messages.delete(seq)
      // Which of them quotes this message is not known.
      for (const quoting of of.quoting) of.messages.delete(quoting)
      of.quoting.clear()
    }
  }

  clear(): void {
    this.#young = new Map()
    this.#old = new Map()
    this.#chars = 0
  }

  #add(row: JoinedMessageRow): void {
    const { text, data, mentions, reactions } = row
    const chars = [text, data, mentions, reactions].reduce((sum, s) => sum + (s?.length ?? 0), 0)
    this.#grow(2 * chars + ROW_CHARS)
    const of = this.#openRoom(row.room)
    of.messages.set(row.seq, row)
    if (row.reply_to !== null) of.quoting.add(row.seq)
  }

  #openRoom(room: RoomId): OfRoom {
    let of = this.#young.get(room)
    if (of === undefined) {
      of = { messages: new Map(), quoting: new Set(), state: undefined }
      this.#young.set(room, of)
    }
    return of
  }

  #grow(chars: number): void {
    this.#chars += chars
    if (this.#chars <= this.#maxChars / 2) return
    this.#old = this.#young
    this.#young = new Map()
    this.#chars = chars
  }
}

/** Nothing of the message is hidden, and the message that it quotes exists: it can be imported later. */
const isSeenAlike = (row: JoinedMessageRow): boolean =>
  row.sees_all === null &&
  row.hidden === null &&
  row.hidden_parts === null &&
  row.quoted_hidden === null &&
  row.room_deleted_at === null &&
  (row.reply_to === null || row.quoted_seq !== null)
