'use client'

import { createChat } from '@parlance/sdk'
import { ChatProvider, useMessages } from '@parlance/sdk/react'
import { useState } from 'react'

export function Room({ url, token, room }) {
  // On the server nothing connects: the hooks subscribe in the browser.
  const [chat] = useState(() => createChat({ url, token: () => token }))
  return (
    <ChatProvider value={chat}>
      <Messages room={room} />
    </ChatProvider>
  )
}

function Messages({ room }) {
  const { messages, send, state } = useMessages(room)
  const submit = (event) => {
    event.preventDefault()
    send(new FormData(event.currentTarget).get('text'))
    event.currentTarget.reset()
  }
  return (
    <>
      <p role="status">{state}</p>
      <ol>
        {messages.map(({ key, sender, text }) => (
          <li key={key}>{`${sender?.name}: ${text}`}</li>
        ))}
      </ol>
      <form onSubmit={submit}>
        <input name="text" />
      </form>
    </>
  )
}
