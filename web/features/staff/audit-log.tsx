import type { AuditEntry, MyRoom } from '@parlance/sdk'
import { useChat, useRooms } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { useNames } from '../../lib/use-names.ts'
import { Button } from '../../ui/button.tsx'
import { PersonName } from '../../ui/names.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Empty, Notice, Skeleton } from '../../ui/states.tsx'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'
import { fill } from '../../words/plural.ts'
import { useRoomName } from '../room-names/index.ts'

const APP = 'parlance'

/** For administrators: every act of the staff, page by page, the latest first. */
export function AuditLog({ room }: { readonly room: MyRoom | undefined }) {
  const chat = useChat()
  const words = useModerationWords()
  const [entries, setEntries] = useState<readonly AuditEntry[]>()
  const [next, setNext] = useState<string>()
  const { run, refusal, isBusy } = useCommand()
  const nameOf = useNames(
    (entries ?? []).flatMap(({ by, user }) => (user === undefined ? [by] : [by, user])),
  )
  const id = room?.id

  async function read(after?: string): Promise<void> {
    const page = await chat.audit.list({ ...(id && { room: id }), ...(after && { after }) })
    setEntries((known = []) => (after === undefined ? page.entries : [...known, ...page.entries]))
    setNext(page.next)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first page is that of the room
  useEffect(() => void run(() => read()), [chat, id])

  return (
    <>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {entries === undefined && refusal === undefined && <Skeleton rows={4} />}
      {entries?.length === 0 && <Empty text={words.noEntries} />}
      <ol className="audit">
        {entries?.map(({ seq, at, act, by, user, room, reason }) => (
          <li key={seq}>
            <p>
              <PersonName name={by === APP ? words.byApp : nameOf(by)} />{' '}
              <code dir="ltr">{act}</code> {user && fill(words.onPerson, { name: nameOf(user) })}{' '}
              {room && <RoomOf id={room} />}
            </p>
            {reason && <p dir="auto">{reason}</p>}
            <p className="moderation-hint">
              <RelativeTime at={at} />
            </p>
          </li>
        ))}
      </ol>
      {next && (
        <Button look="quiet" disabled={isBusy} onClick={() => void run(() => read(next))}>
          {words.more}
        </Button>
      )}
    </>
  )
}

/** The name of the room, if the user is in it. */
function RoomOf({ id }: { readonly id: MyRoom['id'] }) {
  const words = useModerationWords()
  const name = useRoomName(useRooms().rooms.find((one) => one.id === id))
  return name && fill(words.inRoom, { room: name })
}
