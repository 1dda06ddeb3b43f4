import { ChatError } from '@parlance/sdk'
import { Link } from 'wouter'
import { capitalized } from '../../lib/times.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useWords } from '../../words/words.ts'
import type { OpenedRoom, RoomState } from './room.ts'

type Props = {
  readonly room: OpenedRoom
  readonly access: RoomState['access']
  readonly isArchived: boolean
}

/** In the place of the composer: why nothing can be written here. */
export function RoomNotice({ room, access, isArchived }: Props) {
  const words = useWords()
  function join(): void {
    room.join().catch((error: unknown) => {
      if (!(error instanceof ChatError)) throw error
      showToast(capitalized(error.message))
    })
  }
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
        {access === 'visitor' && (
          <Button look="primary" onClick={join}>
            {words.join}
          </Button>
        )}
      </Notice>
    </div>
  )
}
