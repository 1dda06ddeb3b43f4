import type { UserId } from '@parlance/sdk'
import { Link } from 'wouter'
import { Icon } from '../../ui/icons.tsx'
import { useWords } from '../../words/words.ts'
import { MemberPanel } from '../members/index.ts'
import { PinPanel } from '../pins/index.ts'
import type { OpenedRoom } from './room.ts'

type Props = {
  readonly room: OpenedRoom
  readonly isLobby: boolean
  readonly me: UserId | undefined
  readonly closePath: string
  /** Instead of the members. */
  readonly isPins: boolean
}

/** Beside the room in wide windows, over it in others. */
export function RoomPanel({ room, isLobby, me, closePath, isPins }: Props) {
  const words = useWords()
  return (
    <aside className="panel" aria-labelledby="panel-title">
      <header>
        <h2 id="panel-title">{isPins ? words.pins : isLobby ? words.people : words.roomPeople}</h2>
        <Link href={closePath} className="icon-button panel-close" title={words.close}>
          <Icon name="close" />
          <span className="visually-hidden">{words.close}</span>
        </Link>
      </header>
      {isPins ? (
        <PinPanel room={room.id} path={closePath} />
      ) : (
        <MemberPanel list={room.members} room={room.id} me={me} />
      )}
    </aside>
  )
}
