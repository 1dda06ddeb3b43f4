import type { SessionId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { useList } from '../../../lib/use-list.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/labels.tsx'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../words/words.ts'
import { deviceOf } from './device-of.ts'

/** Where the user is signed in. */
export function Sessions() {
  const chat = useChat()
  const words = useWords()
  const read = useCallback(async () => (await chat.sessions.list()).sessions, [chat])
  const { items, refusal, reload } = useList(read)
  const command = useCommand()

  async function end(session: SessionId): Promise<void> {
    await chat.sessions.delete({ session })
    await reload()
  }
  async function endOthers(): Promise<void> {
    await chat.sessions.deleteAll({ others: true })
    await reload()
  }
  const problem = command.refusal ?? refusal
  return (
    <section>
      <h2>{words.sessions}</h2>
      {problem !== undefined && <Notice look="danger">{problem}</Notice>}
      <ul className="setting-list">
        {items?.map(({ id, client, address, usedAt, current }) => (
          <li key={id}>
            <div>
              <p title={client}>
                <bdi>{deviceOf(client) ?? words.unknownDevice}</bdi>{' '}
                {current && <Chip>{words.thisDevice}</Chip>}
              </p>
              <small>
                <bdi>{address}</bdi> · <RelativeTime at={usedAt} />
              </small>
            </div>
            {!current && (
              <Button disabled={command.isBusy} onClick={() => command.run(() => end(id))}>
                {words.signOut}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {items && items.length > 1 && (
        <Button disabled={command.isBusy} onClick={() => command.run(endOthers)}>
          {words.signOutOthers}
        </Button>
      )}
    </section>
  )
}
