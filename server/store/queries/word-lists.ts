import type { RoomId, WordListId } from '../../../protocol/ids.ts'
import type { WordListRow } from '../tables/moderation-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'
import type { InRoom } from './keys.ts'

export const wordList = query((db, a: { id: WordListId }) =>
  db.selectFrom('word_lists').selectAll().where('id', '=', a.id),
)

/** '' stands for the whole server. */
export const wordLists = query((db, a: { room: RoomId | '' }) =>
  db.selectFrom('word_lists').selectAll().where('room', '=', a.room).orderBy('id'),
)

export const wordListCount = query((db, a: { room: RoomId | '' }) =>
  db
    .selectFrom('word_lists')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('room', '=', a.room),
)

export const insertWordList = query((db, a: WordListRow) =>
  db.insertInto('word_lists').values({ ...columns(a, WORD_LIST) }),
)

type Changed = Pick<WordListRow, 'id' | 'name' | 'action' | 'words' | 'updated_at'>

export const updateWordList = query((db, a: Changed) =>
  db
    .updateTable('word_lists')
    .set({ name: a.name, action: a.action, words: a.words, updated_at: a.updated_at })
    .where('id', '=', a.id),
)

export const deleteWordList = query((db, a: { id: WordListId }) =>
  db.deleteFrom('word_lists').where('id', '=', a.id),
)

export const eraseWordLists = query((db, a: InRoom) =>
  db.deleteFrom('word_lists').where('room', '=', a.room),
)

/** `version` is null where the room has no list. */
export const setWordsVersion = query((db, a: InRoom & { version: string | null }) =>
  db.updateTable('rooms').set({ words_version: a.version }).where('id', '=', a.room),
)

const WORD_LIST = ['id', 'room', 'name', 'action', 'words', 'created_at', 'updated_at'] as const
