import type { MyRoom, Room } from '@parlance/sdk'
import { useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../ui/icons.tsx'
import { RoomName } from '../../ui/names.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { iconOf, isMember } from '../room-names/index.ts'
import type { Panel } from './panel.ts'
import type { OpenedRoom, RoomState } from './room.ts'
import { RoomMenu } from './room-menu.tsx'

type Props = {
  readonly room: OpenedRoom
  readonly details: Room | MyRoom | undefined
  readonly name: string
  readonly connection: RoomState['connection']
  readonly isLobby: boolean
  /** The address of the room. */
  readonly path: string
  /** The panel that is open by its address. */
  readonly panel: Panel['kind'] | undefined
}

export function RoomHead({ room, details, name, connection, isLobby, path, panel }: Props) {
  const words = useWords()
  const { members } = useSyncExternalStore(room.members.watch, room.members.read)
  const label = count(words.locale, isLobby ? words.peopleCount : words.members, members.size)
  return (
    <ScreenHead>
      <h1>
        <RoomName name={name} {...(details && { icon: iconOf(details) })} />
      </h1>
      {details?.topic && (
        <p className="topic" dir="auto" title={details.topic}>
          {details.topic}
        </p>
      )}
      <p className="connection" role="status" data-connection={connection}>
        {connection === 'lost' && words.reconnecting}
      </p>
      <Link
        href={panel === 'pins' ? path : `${path}/pins`}
        role="button"
        className="icon-button pins-button"
        title={words.pins}
        aria-label={words.pins}
      >
        <Icon name="pin" />
      </Link>
      <Link
        href={panel === 'members' ? path : `${path}/members`}
        role="button"
        className="icon-button people-button"
        title={label}
        aria-label={label}
      >
        <Icon name="people" />
        {new Intl.NumberFormat(words.locale).format(members.size)}
      </Link>
      {details && isMember(details) && (
        <RoomMenu room={details} name={name} isLobby={isLobby} path={path} />
      )}
    </ScreenHead>
  )
}
