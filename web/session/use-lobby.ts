import { type Chat, ChatError, type RoomId } from '@parlance/sdk'
import { useEffect, useState } from 'react'

/** The id of the lobby, read when the chat is live. `kept`: the id until then. */
export function useLobby(chat: Chat, kept: RoomId | undefined): RoomId | undefined {
  const [lobby, setLobby] = useState(kept)
  useEffect(() => {
    const leaving = new AbortController()
    chat.lobby.get({}, { signal: leaving.signal }).then(
      ({ room }) => setLobby(room),
      (error: unknown) => {
        // The chat was closed, or the page is left.
        if (!(error instanceof ChatError)) throw error
      },
    )
    return () => leaving.abort()
  }, [chat])
  return lobby
}
