import { setImmediate } from 'node:timers/promises'
import type { RoomId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { FilteredText, Reader, Standing, Store, WordFilter } from '../domain/ports.ts'
import { applyLists, type ListRef } from '../domain/word-lists/apply.ts'
import {
  type Fold,
  type FoldedWords,
  foldWords,
  problemOf,
  SHORTEST,
  WordMatcher,
  type WordProblem,
} from '../domain/word-matcher.ts'

/** How often the version of the server's lists is read, in ms: a broadcast can be lost. */
const REFRESH_MS = 4000
/** The most words of rooms' lists in memory. */
const WORDS_KEPT = 250_000

type OfRoom = {
  readonly version: string
  readonly matcher: WordMatcher<ListRef>
  readonly words: number
}

type Options = {
  readonly store: Store
  readonly fold: Fold
  /** Asks the other nodes to refresh. */
  readonly broadcast: () => void
  readonly onError: (error: unknown) => void
}

/**
 * Keeps the word lists in memory. A room's row has the version of its lists, so these are exact. The lists of the server
 * are read again after a change on this node, after a broadcast of another one, and every few seconds.
 */
export class WordLists implements WordFilter {
  readonly #options: Options
  readonly #timer: Timer
  #version = ''
  #ofServer: WordMatcher<ListRef> | undefined
  /** The words of the server's lists by their text in the database: most lists do not change. */
  #folded: ReadonlyMap<string, FoldedWords> = new Map()
  #refreshing: Promise<void> = Promise.resolve()
  /** The most recently used ones are the last. */
  readonly #ofRooms = new Map<RoomId, OfRoom>()
  #words = 0

  constructor(options: Options) {
    this.#options = options
    this.#timer = setInterval(() => void this.refresh(), REFRESH_MS)
  }

  requireWords(words: readonly string[]): void {
    for (const word of words) {
      const problem = problemOf(word, this.#options.fold)
      if (problem !== undefined)
        throw new Refusal('invalid_input', `“${word}” ${PROBLEMS[problem]}`, {
          words: PROBLEMS[problem],
        })
    }
  }

  async apply(
    reader: Pick<Reader, 'wordLists'>,
    standing: Standing,
    text: string,
  ): Promise<FilteredText> {
    const matchers = [
      this.#ofServer,
      standing.wordsVersion === undefined ? undefined : await this.#ofRoom(reader, standing),
    ]
    return applyLists(
      matchers.filter((matcher) => matcher !== undefined),
      text,
      this.#options.fold,
    )
  }

  async changed(): Promise<void> {
    this.#options.broadcast()
    await this.refresh()
  }

  /**
   * Reads the lists of the server, if they have changed. One call runs after the other, so that an older state does not
   * replace a newer one. Never throws: the next call tries again.
   */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(() => this.#refresh()).catch(this.#options.onError)
    return this.#refreshing
  }

  /** Up to 100,000 words: other work is done between the lists. */
  async #refresh(): Promise<void> {
    const { store, fold } = this.#options
    const found = await store.read(async (reader) => {
      const version = await reader.wordLists.version()
      if (version === this.#version) return undefined
      return { version, lists: await reader.wordLists.listUnparsed() }
    })
    if (found === undefined) return
    const folded = new Map<string, FoldedWords>()
    const matcher = new WordMatcher<ListRef>()
    for (const { name, action, key, words } of found.lists) {
      const known = this.#folded.get(key) ?? foldWords(words(), fold)
      folded.set(key, known)
      matcher.add({ name, action }, known)
      await setImmediate()
    }
    this.#folded = folded
    this.#ofServer = found.lists.length === 0 ? undefined : matcher
    this.#version = found.version
  }

  async #ofRoom(reader: Pick<Reader, 'wordLists'>, { room, wordsVersion: version = '' }: Standing) {
    const known = this.#ofRooms.get(room.id)
    if (known?.version === version) {
      this.#ofRooms.delete(room.id)
      this.#ofRooms.set(room.id, known)
      return known.matcher
    }
    const stored = await reader.wordLists.list(room.id)
    const matcher = new WordMatcher<ListRef>()
    for (const list of stored) matcher.add(list, foldWords(list.words, this.#options.fold))
    const words = stored.reduce((sum, { wordCount }) => sum + wordCount, 0)
    this.#keep(room.id, { version, matcher, words })
    return matcher
  }

  #keep(room: RoomId, ofRoom: OfRoom): void {
    this.#words += ofRoom.words - (this.#ofRooms.get(room)?.words ?? 0)
    this.#ofRooms.delete(room)
    this.#ofRooms.set(room, ofRoom)
    for (const [oldest, { words }] of this.#ofRooms) {
      if (this.#words <= WORDS_KEPT) return
      this.#ofRooms.delete(oldest)
      this.#words -= words
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
  }
}

const PROBLEMS: Readonly<Record<WordProblem, string>> = {
  'too short': `needs at least ${SHORTEST.word} letters or digits, and ${SHORTEST.part} with a *: otherwise it would match nearly every text`,
  'too long': `can have at most ${LIMITS.wordsPerPhrase} words, or characters of a script without spaces`,
  star: 'can have one *, at the beginning or at the end of a single word',
}
