import type { RoomId, SanctionKind, Sender } from '@parlance/sdk'
import { useChat, useRooms } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { useMe } from '../../../session/use-me.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'
import { rightsOf } from '../../rights/index.ts'
import { type Length, LengthChoice, untilOf } from '../../sanctions/index.ts'
import { isServerStaff } from '../is-server-staff.ts'

/** The protocol's limit (LIMITS.reasonLength). */
const MAX_REASON = 500

type Props = {
  readonly user: Sender
  readonly room?: RoomId | undefined
  readonly as?: SanctionKind | undefined
  readonly onClose: () => void
}

/** Mutes or bans a person in a room or, for the staff of the server, everywhere. */
export function RestrictDialog({ user, room, as = 'mute', onClose }: Props) {
  const chat = useChat()
  const me = useMe()
  const words = useModerationWords()
  const { rooms } = useRooms()
  const isServer = isServerStaff(me)
  const mine = rooms.find(({ id }) => id === room)
  const isRoom = mine !== undefined && rightsOf(mine, me).isStaff
  const [kind, setKind] = useState<SanctionKind>(as)
  const [place, setPlace] = useState<'room' | 'server'>(isRoom ? 'room' : 'server')
  const [length, setLength] = useState<Length>('day')
  const [reason, setReason] = useState('')
  const { run, refusal, isBusy } = useCommand()
  const { name } = user
  // Shadow bans are of the whole server only.
  const isHere = kind !== 'shadow_ban' && place === 'room'

  async function restrict(): Promise<void> {
    const until = untilOf(length)
    const why = { ...(until && { until }), ...(reason.trim() && { reason: reason.trim() }) }
    if (kind !== 'shadow_ban' && isHere && room !== undefined)
      await chat.sanctions.create({ room, user: user.id, kind, ...why })
    else await chat.serverSanctions.create({ user: user.id, kind, ...why })
    showToast(fill(words.done[kind], { name }))
    onClose()
  }
  const kinds: readonly SanctionKind[] = isServer ? ['mute', 'ban', 'shadow_ban'] : ['mute', 'ban']
  return (
    <Dialog title={fill(words.restrictPerson, { name })} onClose={onClose}>
      <form onSubmit={(event) => run(restrict, event)}>
        <div>
          <Choice
            label={words.act}
            value={kind}
            options={kinds.map((one) => [one, words.kinds[one]] as const)}
            onChange={setKind}
          />
          <p className="moderation-hint">{fill(words.kindHints[kind], { name })}</p>
        </div>
        {isServer && isRoom && kind !== 'shadow_ban' && (
          <Choice
            label={words.where}
            value={place}
            options={[
              ['room', words.here],
              ['server', words.everywhere],
            ]}
            onChange={setPlace}
          />
        )}
        <LengthChoice value={length} onChange={setLength} />
        <Field
          label={words.reason}
          value={reason}
          maxLength={MAX_REASON}
          onChange={(event) => setReason(event.target.value)}
          hint={kind === 'shadow_ban' ? undefined : words.reasonHint}
          refusal={refusal}
        />
        <Button type="submit" look="danger" disabled={isBusy}>
          {words.kinds[kind]}
        </Button>
      </form>
    </Dialog>
  )
}
