import type { MyRoom } from '@parlance/sdk'
import { useId } from 'react'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'
import { useRoomName } from '../room-names/index.ts'

type Props = {
  readonly rooms: readonly MyRoom[]
  /** Whether the user looks after the whole server, too. */
  readonly isServer: boolean
  readonly room: MyRoom | undefined
  readonly onChange: (room: MyRoom | undefined) => void
}

export function PlaceChoice({ rooms, isServer, room, onChange }: Props) {
  const words = useModerationWords()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{words.choose}</label>
      <select
        id={id}
        className="input"
        value={room?.id ?? ''}
        onChange={({ target }) => onChange(rooms.find((one) => one.id === target.value))}
      >
        {isServer && <option value="">{words.ofServer}</option>}
        {rooms.map((one) => (
          <RoomOption key={one.id} room={one} />
        ))}
      </select>
    </div>
  )
}

const RoomOption = ({ room }: { readonly room: MyRoom }) => (
  <option value={room.id}>{useRoomName(room)}</option>
)
