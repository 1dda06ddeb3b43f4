import { createChat, type RoomId } from '@parlance/sdk'
import { ChatProvider, useChat, useMessages, useStatus, useTyping } from '@parlance/sdk/react'
import { outbox } from '@parlance/sdk/store'
import { type FormEvent, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

function Room({ id }: { id: RoomId }) {
  const room = useChat().room(id)
  const { state } = useStatus()
  const typing = useTyping(id)
  const { messages, hasOlder, send, retry, loadOlder } = useMessages(id)
  const sendMessage = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send(String(new FormData(event.currentTarget).get('text')))
    event.currentTarget.reset()
  }
  return (
    <>
      <p role="status">{state === 'live' ? '' : 'Connecting …'}</p>
      <button type="button" hidden={!hasOlder} onClick={loadOlder}>
        Older
      </button>
      <ol>
        {messages.map((message) => (
          <li key={message.key} data-status={message.local.status}>
            <b>{message.sender?.name}</b> {message.text}{' '}
            {message.id !== undefined ? (
              <button type="button" onClick={() => room.react(message.id, '👍')}>
                👍 {message.reactions?.[0]?.count}
              </button>
            ) : message.local.status === 'failed' ? (
              <button type="button" onClick={() => retry(message)}>
                {message.local.error.message}. Try again
              </button>
            ) : null}
          </li>
        ))}
      </ol>
      <form onSubmit={sendMessage}>
        <input name="text" aria-label="Message" autoComplete="off" onInput={() => room.typing()} />
      </form>
      <small>{typing.map(({ name }) => `${name} is typing …`)}</small>
    </>
  )
}

// ?chat=http://localhost:8000 is the address of Parlance, ?name=Ana is your name: you join the lobby as a guest.
const { chat: url = '', name } = Object.fromEntries(new URLSearchParams(location.search))
const body = JSON.stringify({ name })
const { token, user } = await (await fetch(`${url}/api/v1/guests`, { method: 'POST', body })).json()
const { room } = await (await fetch(`${url}/api/v1/lobby`)).json()
const chat = createChat({ url, token: () => token, outbox: outbox(user.id) })
await chat.members.join({ room })
createRoot(document.getElementById('app') ?? document.body).render(
  <StrictMode>
    <ChatProvider value={chat}>
      <Room id={room} />
    </ChatProvider>
  </StrictMode>,
)
