import { roomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useMemo } from 'react'
import { useSignedIn } from '../../session/signed-in.ts'
import { Gone } from '../../ui/gone.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import type { Panel } from './panel.ts'
import { roomOf } from './room.ts'
import { RoomPane } from './room-pane.tsx'

type Props = {
  /** As it stands in the address: an id, or `lobby`. */
  readonly room: string
  readonly panel?: Panel
  /** The seq of the message that is shown and marked. */
  readonly at?: string
}

export function RoomScreen({ room, panel, at }: Props) {
  const chat = useChat()
  const { lobby } = useSignedIn()
  const { gone } = useWords()
  const id = room === 'lobby' ? lobby : idOf(room)
  const isKnown = id !== undefined && lobby !== undefined
  const opened = useMemo(
    () => (isKnown ? roomOf(chat, id, id === lobby) : undefined),
    [chat, id, isKnown, lobby],
  )
  if (room !== 'lobby' && id === undefined) return <Gone text={gone} />
  if (opened === undefined)
    return (
      <main className="screen room">
        <Skeleton />
      </main>
    )
  return (
    <RoomPane
      room={opened}
      isLobby={id === lobby}
      path={`/r/${room}`}
      panel={panel}
      at={at !== undefined && /^\d{1,15}$/.test(at) ? Number(at) : undefined}
    />
  )
}

function idOf(text: string) {
  try {
    return roomId(text)
  } catch {
    return undefined // An address that was typed or cut off.
  }
}
