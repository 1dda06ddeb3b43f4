import type { JoinRequestId, RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback, useEffect } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { useList } from '../../lib/use-list.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { PersonName } from '../../ui/names.tsx'
import { Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'

/** The people who ask to join, the oldest request first. */
export function JoinRequests({ room }: { readonly room: RoomId }) {
  const chat = useChat()
  const words = useWords()
  const read = useCallback(
    async () => (await chat.joinRequests.list({ room })).joinRequests,
    [chat, room],
  )
  const { items, refusal, reload } = useList(read)
  const command = useCommand()
  useEffect(() => {
    const again = () => void reload()
    const events = ['created', 'accepted', 'declined', 'deleted'] as const
    const unsubscribes = events.map((event) => chat.on(`joinRequest.${event}`, again))
    return () => {
      for (const end of unsubscribes) end()
    }
  }, [chat, reload])

  async function answer(joinRequest: JoinRequestId, isAccepted: boolean): Promise<void> {
    await (isAccepted
      ? chat.joinRequests.accept({ joinRequest })
      : chat.joinRequests.decline({ joinRequest }))
    await reload()
  }
  const problem = command.refusal ?? refusal
  return (
    <section>
      <h3>{words.joinRequests}</h3>
      {problem !== undefined && <Notice look="danger">{problem}</Notice>}
      {items?.length === 0 && <p className="quiet">{words.noJoinRequests}</p>}
      <ul className="setting-list">
        {items?.map(({ id, user, answer: text }) => (
          <li key={id}>
            <Avatar id={user.id} name={user.name} />
            <div>
              <PersonName name={user.name} />
              {text && <p dir="auto">{text}</p>}
              <div className="setting-ways">
                <Button
                  look="primary"
                  disabled={command.isBusy}
                  onClick={() => command.run(() => answer(id, true))}
                >
                  {words.accept}
                </Button>
                <Button
                  disabled={command.isBusy}
                  onClick={() => command.run(() => answer(id, false))}
                >
                  {words.decline}
                </Button>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
