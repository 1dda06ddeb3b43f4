import type { ContactRequest } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { PersonName } from '../../ui/names.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'

type Props = {
  readonly requests: readonly ContactRequest[]
  readonly onChange: () => Promise<void>
}

/** The requests of the user that wait for an answer. A declined one looks the same: see REQ-4. */
export function SentRequests({ requests, onChange }: Props) {
  const chat = useChat()
  const words = useWords()
  const { run, refusal, isBusy } = useCommand()
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    // A person whose name the user may not see is shown by the id.
    chat.users.list({ id: requests.map(({ user }) => user) }).then(
      ({ users }) => setNames(new Map(users.map(({ id, name }) => [id, name]))),
      () => undefined,
    )
  }, [chat, requests])

  async function withdraw({ id }: ContactRequest): Promise<void> {
    await chat.requests.delete({ request: id })
    await onChange()
  }
  return (
    <section className="sent-requests">
      <h2>{words.sentRequests}</h2>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      <ul className="setting-list">
        {requests.map((request) => (
          <li key={request.id}>
            <div>
              <p>
                <PersonName name={names.get(request.user) ?? request.user} />{' '}
                <RelativeTime at={request.createdAt} />
              </p>
              {request.text && <p dir="auto">{request.text}</p>}
            </div>
            <Button disabled={isBusy} onClick={() => run(() => withdraw(request))}>
              {words.withdraw}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
