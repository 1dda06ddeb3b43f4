import { createChat, roomId } from '@parlance/sdk'
import { openDrafts } from '@parlance/sdk/drafts'
import { openOutbox } from '@parlance/sdk/outbox'
import { ChatProvider } from '@parlance/sdk/react'
import {
  UnsentProvider,
  useDraft,
  useOutbox,
  useReading,
  useWindow,
} from '@parlance/sdk/react/window'
import { createRoot } from 'react-dom/client'

// One user's page of one room, built on the hooks of the window.

declare global {
  var show: (token: string, name: string, room: string) => void
}

globalThis.show = (token, name, room) => {
  const chat = createChat({ url: location.origin, token: () => token })
  const unsent = { outbox: openOutbox(chat, { name }), drafts: openDrafts({ name }) }
  document.body.innerHTML = '<div id="app"></div>'
  const app = document.getElementById('app')
  if (app)
    createRoot(app).render(
      <ChatProvider value={chat}>
        <UnsentProvider value={unsent}>
          <Room room={roomId(room)} />
        </UnsentProvider>
      </ChatProvider>,
    )
}

function Room({ room }: { room: ReturnType<typeof roomId> }) {
  const [{ rows, load }, window] = useWindow(room)
  const [draft, setDraft] = useDraft(room)
  const [{ storage }, outbox] = useOutbox()
  const lastSeq = rows.findLast((row) => row.kind === 'message')?.message.seq ?? 0
  useReading(room, { isVisible: true, isFocused: true, isAtEnd: lastSeq > 0, lastSeq })
  return (
    <>
      <ol data-load={load.state} data-storage={storage}>
        {rows.map((row) =>
          row.kind === 'message' ? (
            <li key={row.key} data-state="sent">
              {row.message.text}
            </li>
          ) : (
            <li key={row.key} data-state={row.outgoing.state}>
              {row.outgoing.input.text}
              <button type="button" onClick={() => outbox.discard(row.outgoing.clientId)}>
                Discard
              </button>
            </li>
          ),
        )}
      </ol>
      <textarea
        value={draft.text}
        onChange={({ target }) => setDraft({ text: target.value, caret: target.selectionStart })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          window.send(draft.text)
          setDraft({ text: '', caret: 0 })
        }}
      />
    </>
  )
}
