import type { MyRoom, NotifyLevel } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'

/** Which messages notify the user. */
export function NotifyForm({ room: { id, preferences } }: { readonly room: MyRoom }) {
  const chat = useChat()
  const words = useWords()
  /** What was chosen here, until the list of rooms has it: `before` is what it has now. */
  const [chosen, setChosen] = useState<{ readonly level: NotifyLevel; readonly before: string }>()
  const { run, refusal } = useCommand()
  const { notify } = preferences
  const isPending = chosen?.before === notify

  async function choose(level: NotifyLevel): Promise<void> {
    setChosen({ level, before: notify })
    const isDone = await run(() => chat.preferences.update({ room: id, notify: level }))
    if (!isDone) setChosen(undefined)
  }
  return (
    <section>
      <Choice
        label={words.notify}
        value={isPending ? chosen.level : notify}
        options={[
          ['all', words.notifyLevels.all],
          ['mentions', words.notifyLevels.mentions],
          ['none', words.notifyLevels.none],
        ]}
        onChange={choose}
      />
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
    </section>
  )
}
