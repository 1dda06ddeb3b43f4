import type { ContactRequest } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback } from 'react'
import { useLocation } from 'wouter'
import { useCommand } from '../../lib/use-command.ts'
import { useList } from '../../lib/use-list.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { PersonName } from '../../ui/names.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Empty, Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { useRequests } from '../requests/index.ts'
import { SentRequests } from './sent-requests.tsx'

/** The people who ask to talk to the user, and those whom the user has asked. */
export function Requests() {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const requests = useRequests()
  const readSent = useCallback(async () => (await chat.requests.listSent()).requests, [chat])
  const sent = useList(readSent)
  const { run, refusal, isBusy } = useCommand()

  const accept = async ({ id }: ContactRequest) =>
    navigate(`/r/${(await chat.requests.accept({ request: id })).id}`)
  const decline = ({ id }: ContactRequest, forGood: boolean) =>
    chat.requests.decline({ request: id, ...(forGood && { forGood }) })

  const isEmpty = requests.length === 0 && sent.items?.length === 0
  return (
    <>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {isEmpty && <Empty text={words.noRequests} />}
      <ul className="setting-list">
        {requests.map((request) => (
          <li key={request.id}>
            <Avatar id={request.from.id} name={request.from.name} />
            <div>
              <p>
                <PersonName name={request.from.name} /> <RelativeTime at={request.createdAt} />
              </p>
              {request.text && <p dir="auto">{request.text}</p>}
              <div className="setting-ways">
                <Button look="primary" disabled={isBusy} onClick={() => run(() => accept(request))}>
                  {words.accept}
                </Button>
                <Button disabled={isBusy} onClick={() => run(() => decline(request, false))}>
                  {words.decline}
                </Button>
                <Button
                  look="danger"
                  disabled={isBusy}
                  onClick={() => run(() => decline(request, true))}
                >
                  {words.declineForGood}
                </Button>
              </div>
            </div>
          </li>
        ))}
      </ul>
      {sent.items && sent.items.length > 0 && (
        <SentRequests requests={sent.items} onChange={sent.reload} />
      )}
    </>
  )
}
