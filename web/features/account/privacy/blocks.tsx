import type { UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { useList } from '../../../lib/use-list.ts'
import { Button } from '../../../ui/button.tsx'
import { PersonName } from '../../../ui/names.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../words/words.ts'

/** The people whom the user has blocked. */
export function Blocks() {
  const chat = useChat()
  const words = useWords()
  const read = useCallback(async () => {
    const ids = (await chat.blocks.list()).blocks.map(({ user }) => user)
    if (ids.length === 0) return []
    // A person whose name the user may not see is shown by the id.
    const { users } = await chat.users.list({ id: ids.slice(0, MOST_NAMES) })
    const names = new Map(users.map(({ id, name }) => [id, name]))
    return ids.map((id) => ({ id, name: names.get(id) ?? id }))
  }, [chat])
  const { items, refusal, reload } = useList(read)
  const command = useCommand()

  async function unblock(user: UserId): Promise<void> {
    await chat.blocks.delete({ user })
    await reload()
  }
  const problem = command.refusal ?? refusal
  return (
    <section>
      <h2>{words.blocked}</h2>
      {problem !== undefined && <Notice look="danger">{problem}</Notice>}
      {items?.length === 0 && <p className="quiet">{words.nobodyBlocked}</p>}
      <ul className="setting-list">
        {items?.map(({ id, name }) => (
          <li key={id}>
            <div>
              <PersonName name={name} />
            </div>
            <Button disabled={command.isBusy} onClick={() => command.run(() => unblock(id))}>
              {words.unblock}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The most ids that one command takes. */
const MOST_NAMES = 100
