import { type MessageId, type RoomId, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import type {
  OfMessage,
  PageRequest,
  RunningSearch,
  Search,
  SearchRead,
  SearchWrite,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { entryOf, positionOf } from '../search/entry.ts'
import {
  type Asked,
  beginningOf,
  type Candidate,
  SearchStep,
  wantedOf,
} from '../search/search-step.ts'
import { rowsOf, termsOf } from '../search/terms.ts'
import { numberOf, senderToken } from '../search/tokens.ts'
import { END_OF_TIME, type Entry, type Indexed, type IndexQuery } from '../tables/search-index.ts'
import type { Run } from '../tables/statement.ts'
import { messagesFor, present } from './messages-for.ts'

/** How often the index is queried again, if its candidates do not match. */
const TRIES = 8

/** The size of the texts that one transaction indexes, in characters (on MariaDB in bytes): at most some 20 ms. */
const STEP_SIZE = 8192

/**
 * The number of characters that one search reads, which takes 25 to 100 ms to compare. Then its page ends, and the
 * next page continues there. Messages are fetched in slices, which are smaller for long messages.
 */
const READ = 80_000
const SLICE = { first: 5, most: 100 }

type Room = { readonly id: RoomId; readonly from: number }
type Rooms = ReadonlyMap<number, Room>

export class SearchReader implements SearchRead {
  constructor(protected readonly run: Run) {}

  async find(
    user: UserId,
    search: Search,
    page: PageRequest,
    earlier?: RunningSearch,
  ): Promise<RunningSearch> {
    const asked: Asked = { search, terms: termsOf(search.texts), page }
    const before = earlier instanceof SearchStep ? earlier.progress : beginningOf(asked)
    const isNothing = asked.terms.length === 0 && isOnlyText(search)
    const rooms: Rooms = isNothing ? new Map() : await this.#rooms(user, search.in)
    if (rooms.size === 0)
      return new SearchStep(asked, 0, { ...before, after: undefined, isOver: true }, [])
    const limit = Math.min(Math.max(wantedOf(asked) - before.found.length, 20), 100)
    const maxMessages = () => this.#maxMessages(user, rooms)
    const query = indexQuery(asked, rooms, maxMessages, before.after, limit)
    const { entries, stopped } = await this.run.search.find(query)
    const { candidates, read, last } = await this.#read(user, entries, rooms, before.read)
    const isCut = last !== entries.at(-1)
    const after = isCut || entries.length === limit ? last : stopped
    const tries = before.tries + 1
    const isOver =
      isCut || after === undefined || stopped !== undefined || tries === TRIES || read > READ
    return new SearchStep(asked, rooms.size, { ...before, after, read, tries, isOver }, candidates)
  }

  async doneUntil(): Promise<number> {
    return Number((await this.run.first(queries.setting, SETTING))?.value ?? 0)
  }

  async #rooms(user: UserId, only: RoomId | undefined): Promise<Rooms> {
    const rows = await this.run.all(queries.visibleRooms, { user })
    return new Map(
      rows
        .filter(({ room }) => only === undefined || room === only)
        .map(({ room, only_joined, joined_seq }) => {
          return [numberOf(room), { id: room, from: only_joined === 1 ? joined_seq : 1 }]
        }),
    )
  }

  /** A room's last seq counts all of its events, so it is an upper bound of its messages. */
  async #maxMessages(user: UserId, rooms: Rooms): Promise<number> {
    const rows = await this.run.all(queries.lastSeqs, { user })
    return rows.reduce((sum, { room, seq }) => {
      const { from } = rooms.get(numberOf(room)) ?? { from: seq + 1 }
      return sum + Math.max(seq - from + 1, 0)
    }, 0)
  }

  /** The messages of the entries, up to the limit of one search. Returns the last of the entries that it read. */
  async #read(user: UserId, entries: readonly Entry[], rooms: Rooms, before: number) {
    const candidates: Candidate[] = []
    let read = before
    let at = 0
    for (let size: number = SLICE.first; at < entries.length && read <= READ; ) {
      const slice = entries.slice(at, at + size)
      const keys = slice.flatMap((entry) => {
        const room = rooms.get(entry.room)
        return room && entry.seq >= room.from
          ? [{ entry, room: room.id, seq: entry.seq, viewer: user }]
          : []
      })
      let chars = 0
      const rows = await this.run.many(queries.messageBySeq, keys)
      const messages = await messagesFor(this.run, present(rows), user)
      const shown = new Map(messages.map((message) => [message.id, message]))
      for (const [i, row] of rows.entries()) {
        const entry = keys[i]?.entry
        const message = row && shown.get(row.id)
        if (row === undefined || message === undefined || entry === undefined) continue
        candidates.push({ entry, row, message })
        chars += row.text.length
      }
      read += chars
      at += slice.length
      const fits = Math.ceil((READ - read) / Math.max(1, chars / slice.length))
      size = Math.max(1, Math.min(SLICE.most, fits))
    }
    return { candidates, read, last: entries[at - 1] }
  }
}

export class SearchWriter extends SearchReader implements SearchWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async add(messages: readonly OfMessage[]): Promise<void> {
    const entries = await this.#entriesOf(messages)
    if (entries.length > 0) await this.run.search.add(entries)
  }

  async #entriesOf(messages: readonly OfMessage[]): Promise<readonly Indexed[]> {
    const keys = messages.toSorted((a, b) =>
      a.room < b.room ? -1 : a.room > b.room ? 1 : a.seq - b.seq,
    )
    // A concurrent edit or deletion waits for this lock, and then finds the entry in the index.
    await this.run.many(queries.lockMessage, keys)
    const rows = await this.run.many(
      queries.messageBySeq,
      keys.map((key) => ({ ...key, viewer: SYSTEM })),
    )
    this.recorder.hasWritten = true
    return rows.flatMap((row) =>
      row === undefined || row.deleted_at !== null ? [] : [entryOf(row, row.seq, row.created_at)],
    )
  }

  async setDoneUntil(at: number): Promise<void> {
    const value = String(at)
    const isKnown = await this.run.first(queries.setting, SETTING)
    await this.recorder.write(isKnown ? queries.updateSetting : queries.insertSetting, {
      ...SETTING,
      value,
    })
  }

  async addMissing(after: string, limit: number): Promise<MessageId | undefined> {
    const created = await this.run.all(queries.createdAfter, { after, limit })
    const living = created.filter(({ deleted_at }) => deleted_at === null)
    const positions = living.map(({ room, seq, created_at }) => positionOf(room, seq, created_at))
    const missing = new Set(await this.run.search.missing(positions))
    const { value: last = '' } = (await this.run.first(queries.setting, REPLACE)) ?? {}
    const remaining = living.filter(({ id }, i) => id <= last || missing.has(positions[i] as Entry))
    const batch = upTo(STEP_SIZE, remaining)
    const entries = batch.length > 0 ? await this.#entriesOf(batch) : []
    if (entries.length > 0) await this.run.search.put(entries)
    return (batch.length < remaining.length ? batch : created).at(-1)?.id
  }

  async tidy(): Promise<boolean> {
    this.recorder.hasWritten = true
    return this.run.search.tidy()
  }

  async forget(isFirst: boolean): Promise<boolean> {
    this.recorder.hasWritten = true
    return this.run.search.forget(isFirst)
  }
}

/** The first rows, up to a total size, and at least one. */
function upTo<T extends { readonly size: number }>(max: number, rows: readonly T[]): readonly T[] {
  let size = 0
  const end = rows.findIndex((row, i) => {
    size += row.size
    return i > 0 && size > max
  })
  return end < 0 ? rows : rows.slice(0, end)
}

const SETTING = { name: 'searchable-until' }
/** The id of the last message whose entry may have been made by older word rules. */
const REPLACE = { name: 'search-replace-until' }

const isOnlyText = ({ texts, from, in: room, since, until }: Search): boolean =>
  texts.length > 0 && [from, room, since, until].every((each) => each === undefined)

const indexQuery = (
  { search, terms }: Asked,
  rooms: Rooms,
  maxMessages: () => Promise<number>,
  after: Entry | undefined,
  limit: number,
): IndexQuery => ({
  rows: rowsOf(terms),
  sender: search.from && senderToken(search.from),
  rooms: [...rooms].map(([room, { from }]) => ({ room, from })),
  maxMessages,
  since: Math.min(search.since ?? 0, END_OF_TIME),
  until: Math.min(search.until ?? END_OF_TIME, END_OF_TIME),
  after,
  limit,
})
