import type { MyRoom, WordList } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback, useState } from 'react'
import { useList } from '../../../lib/use-list.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Empty, Notice, Skeleton } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { count, fill } from '../../../words/plural.ts'
import { useWords } from '../../../words/words.ts'
import { tryCommand } from '../../acts/index.ts'
import { WordListDialog } from './word-list-dialog.tsx'

/** The word lists of a room, or of the whole server. No event says that one has changed, so the page reads them again. */
export function WordLists({ room }: { readonly room: MyRoom | undefined }) {
  const chat = useChat()
  const words = useModerationWords()
  const { locale } = useWords()
  const id = room?.id
  const read = useCallback(async () => {
    const { wordLists } =
      id === undefined ? await chat.wordLists.list() : await chat.roomWordLists.list({ room: id })
    return wordLists
  }, [chat, id])
  const { items, refusal, reload } = useList(read)
  const [edited, setEdited] = useState<WordList | 'new'>()

  async function remove({ id: wordList, name }: WordList): Promise<void> {
    const done = await tryCommand(() =>
      id === undefined
        ? chat.wordLists.delete({ wordList })
        : chat.roomWordLists.delete({ room: id, wordList }),
    )
    if (!done) return
    showToast(fill(words.listDeleted, { name }))
    await reload()
  }
  return (
    <>
      <div className="moderation-buttons">
        <Button icon="plus" onClick={() => setEdited('new')}>
          {words.newWordList}
        </Button>
      </div>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {items === undefined && refusal === undefined && <Skeleton rows={2} />}
      {items?.length === 0 && <Empty text={words.noWordLists} />}
      <ul className="staff-list">
        {items?.map((list) => (
          <li key={list.id} className="staff-card">
            <div className="staff-card-head">
              <div>
                <p dir="auto">{list.name}</p>
                <p className="moderation-hint">
                  {count(locale, words.wordCount, list.wordCount)} ·{' '}
                  {words.wordActions[list.action]}
                </p>
              </div>
              <IconButton
                icon="edit"
                label={fill(words.edit, { name: list.name })}
                onClick={() => setEdited(list)}
              />
              <IconButton
                icon="trash"
                label={fill(words.deleteList, { name: list.name })}
                onClick={() => void remove(list)}
              />
            </div>
          </li>
        ))}
      </ul>
      {edited !== undefined && (
        <WordListDialog
          room={id}
          list={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onSaved={reload}
        />
      )}
    </>
  )
}
