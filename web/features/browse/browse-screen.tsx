import { ChatError, type Room, type RoomId } from '@parlance/sdk'
import { useChat, useRooms } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { roomPath } from '../../lib/paths.ts'
import { refusalOf } from '../../lib/refusal.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { RoomName } from '../../ui/names.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Empty, Notice, Skeleton } from '../../ui/states.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { JoinRequestDialog, useJoin } from '../join-request/index.ts'
import { iconOf } from '../room-names/index.ts'

/** The open rooms of the server. */
export function BrowseScreen() {
  const chat = useChat()
  const words = useWords()
  const { lobby } = useSignedIn()
  const [, navigate] = useLocation()
  const mine = new Set(useRooms().rooms.map(({ id }) => id))
  const [rooms, setRooms] = useState<readonly Room[]>()
  const [refusal, setRefusal] = useState<string>()

  useEffect(() => {
    const types = ['public', 'announcement'] as const
    Promise.all(types.map((type) => chat.rooms.list({ type }))).then(
      (lists) => setRooms(lists.flatMap(({ rooms }) => rooms)),
      (error: unknown) => refuse(error, setRefusal),
    )
  }, [chat])

  const { join, asking, stopAsking } = useJoin()
  const asked = rooms?.find(({ id }) => id === asking)
  async function enter(room: RoomId): Promise<void> {
    if (await join(room)) navigate(roomPath(room, lobby))
  }

  return (
    <main className="screen">
      <ScreenHead>
        <h1>{words.browse}</h1>
      </ScreenHead>
      <div className="screen-body browse">
        <p>{words.browseHint}</p>
        {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
        {rooms === undefined && refusal === undefined && <Skeleton />}
        {rooms?.length === 0 && <Empty text={words.noneToBrowse} />}
        <ul>
          {rooms?.map((room) => (
            <li key={room.id}>
              <div>
                <Link href={roomPath(room.id, lobby)}>
                  <RoomName name={room.name ?? words.unnamed} icon={iconOf(room)} />
                </Link>
                <p dir="auto">{room.topic}</p>
                <small>{count(words.locale, words.members, room.memberCount)}</small>
              </div>
              {mine.has(room.id) ? (
                <small className="is-member">
                  <Icon name="check" />
                  {words.joined}
                </small>
              ) : (
                <Button onClick={() => enter(room.id)}>
                  {room.entry === 'request' ? words.askForEntry : words.join}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {asked && <JoinRequestDialog room={asked} onClose={stopAsking} />}
      </div>
    </main>
  )
}

function refuse(error: unknown, show: (text: string) => void): void {
  if (!(error instanceof ChatError)) throw error
  show(refusalOf(error))
}
