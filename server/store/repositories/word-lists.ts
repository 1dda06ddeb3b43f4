import * as z from 'zod'
import type { WordList } from '../../../protocol/entities.ts'
import { type Log, newId, type RoomId, type WordListId } from '../../../protocol/ids.ts'
import type {
  NewWordList,
  StoredWordList,
  UnparsedWordList,
  WordListChange,
  WordListsRead,
  WordListsWrite,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { WordListRow } from '../tables/moderation-tables.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

/** The name of the setting that has the version of the server's lists. */
const VERSION = 'word-lists'
/** The log whose counter changes of the server's lists lock. It has no events. */
const LOCK = 'word-lists' as Log
const Words = z.array(z.string())
const parseWords = (text: string): string[] => Words.parse(JSON.parse(text))

function toWordList(row: WordListRow, known?: readonly string[]): StoredWordList {
  const words = known === undefined ? parseWords(row.words) : [...known]
  return {
    id: row.id,
    name: row.name,
    action: row.action,
    wordCount: words.length,
    words,
    ...(row.room !== '' && { room: row.room }),
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  }
}

export class WordListsReader implements WordListsRead {
  constructor(protected readonly run: Run) {}

  async get(id: WordListId): Promise<StoredWordList | undefined> {
    const row = await this.run.first(queries.wordList, { id })
    return row && toWordList(row)
  }

  async list(room: RoomId | undefined): Promise<readonly StoredWordList[]> {
    return (await this.run.all(queries.wordLists, { room: room ?? '' })).map((row) =>
      toWordList(row),
    )
  }

  async listUnparsed(): Promise<readonly UnparsedWordList[]> {
    const rows = await this.run.all(queries.wordLists, { room: '' })
    return rows.map(({ name, action, words: key }) => {
      return { name, action, key, words: () => parseWords(key) }
    })
  }

  async count(room: RoomId | undefined): Promise<number> {
    const row = await this.run.first(queries.wordListCount, { room: room ?? '' })
    return Number(row?.count ?? 0)
  }

  async version(): Promise<string> {
    return (await this.run.first(queries.setting, { name: VERSION }))?.value ?? ''
  }
}

/** Word lists concern the staff only, so no event is recorded. */
export class WordListsWriter extends WordListsReader implements WordListsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(list: NewWordList, room: RoomId | undefined): Promise<StoredWordList> {
    const { at } = this.recorder
    const row: WordListRow = {
      id: newId<WordListId>('wrd', at),
      room: room ?? '',
      name: list.name,
      action: list.action,
      words: JSON.stringify(list.words),
      created_at: at,
      updated_at: at,
    }
    await this.recorder.write(queries.insertWordList, row)
    await this.#changed(room)
    // The words were parsed just now.
    return toWordList(row, list.words)
  }

  async update(list: StoredWordList, change: WordListChange): Promise<StoredWordList> {
    const { name = list.name, action = list.action, words = list.words } = change
    const { at } = this.recorder
    const row = { id: list.id, name, action, words: JSON.stringify(words), updated_at: at }
    await this.recorder.write(queries.updateWordList, row)
    await this.#changed(list.room)
    return {
      ...list,
      name,
      action,
      words: [...words],
      wordCount: words.length,
      updatedAt: time(at),
    }
  }

  async delete({ id, room }: WordList): Promise<void> {
    await this.recorder.write(queries.deleteWordList, { id })
    await this.#changed(room)
  }

  async lock(): Promise<void> {
    await this.recorder.takeSeq(LOCK)
  }

  async #changed(room: RoomId | undefined): Promise<void> {
    const version = crypto.randomUUID()
    if (room !== undefined) {
      const isEmpty = (await this.count(room)) === 0
      await this.recorder.write(queries.setWordsVersion, {
        room,
        version: isEmpty ? null : version,
      })
      return
    }
    const known = await this.run.first(queries.setting, { name: VERSION })
    const query = known === undefined ? queries.insertSetting : queries.updateSetting
    await this.recorder.write(query, { name: VERSION, value: version })
  }
}
