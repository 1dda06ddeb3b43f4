import type { RoomId, WordAction, WordList } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextArea } from '../../../ui/field.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'

/** The protocol's limit of names. */
const MAX_NAME = 80
const ACTIONS: readonly WordAction[] = ['refuse', 'mask', 'flag']

type Props = {
  /** Undefined: of the whole server. */
  readonly room: RoomId | undefined
  /** Undefined: a new one. */
  readonly list: WordList | undefined
  readonly onClose: () => void
  readonly onSaved: () => Promise<void>
}

export function WordListDialog({ room, list, onClose, onSaved }: Props) {
  const chat = useChat()
  const words = useModerationWords()
  const [name, setName] = useState(list?.name ?? '')
  const [action, setAction] = useState<WordAction>(list?.action ?? 'refuse')
  /** Undefined until the words of the list were read. */
  const [text, setText] = useState(list === undefined ? '' : undefined)
  const { run, refusal, isBusy } = useCommand()

  // Only once: what the user types is not replaced.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (list === undefined) return
    const one = { wordList: list.id }
    void run(async () => {
      const whole = await (room === undefined
        ? chat.wordLists.get(one)
        : chat.roomWordLists.get({ room, ...one }))
      setText((whole.words ?? []).join('\n'))
    })
  }, [])

  async function save(): Promise<void> {
    const each = (text ?? '').split('\n').map((word) => word.trim())
    const fields = { name: name.trim(), action, words: each.filter(Boolean) }
    if (list === undefined)
      await (room === undefined
        ? chat.wordLists.create(fields)
        : chat.roomWordLists.create({ room, ...fields }))
    else
      await (room === undefined
        ? chat.wordLists.update({ wordList: list.id, ...fields })
        : chat.roomWordLists.update({ room, wordList: list.id, ...fields }))
    await onSaved()
    onClose()
  }
  return (
    <Dialog
      title={list === undefined ? words.newWordList : fill(words.edit, { name: list.name })}
      onClose={onClose}
    >
      <form onSubmit={(event) => run(save, event)}>
        <Field
          label={words.wordListName}
          value={name}
          required
          autoFocus
          maxLength={MAX_NAME}
          onChange={(event) => setName(event.target.value)}
        />
        <Choice
          label={words.wordAction}
          value={action}
          options={ACTIONS.map((one) => [one, words.wordActions[one]] as const)}
          onChange={setAction}
        />
        <TextArea
          label={words.wordsOfList}
          value={text ?? ''}
          disabled={text === undefined}
          required
          rows={8}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          hint={words.wordsHint}
          refusal={refusal}
        />
        <Button type="submit" look="primary" disabled={isBusy || text === undefined}>
          {words.save}
        </Button>
      </form>
    </Dialog>
  )
}
