import type { MyRoom, Room } from '@parlance/sdk'
import { Link } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { JoinRequestDialog, useJoin } from '../join-request/index.ts'
import type { RoomState } from './room.ts'

type Props = {
  readonly room: Room | MyRoom | undefined
  readonly access: RoomState['access']
}

/** In the place of the composer: why nothing can be written here. The event `member.joined` then shows the room. */
export function RoomNotice({ room, access }: Props) {
  const words = useWords()
  const { join, asking, stopAsking } = useJoin()
  const isArchived = room?.archivedAt !== undefined
  return (
    <div className="room-notice">
      <Notice>
        {access === 'gone'
          ? words.gone
          : access === 'visitor'
            ? words.notMember
            : isArchived
              ? words.archived
              : words.readOnly}
        {access === 'gone' && (
          <Link className="button" href="/">
            {words.toRooms}
          </Link>
        )}
        {access === 'visitor' && room && (
          <Button look="primary" onClick={() => join(room.id)}>
            {room.entry === 'request' ? words.askForEntry : words.join}
          </Button>
        )}
      </Notice>
      {asking && room && <JoinRequestDialog room={room} onClose={stopAsking} />}
    </div>
  )
}
