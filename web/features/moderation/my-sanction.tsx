import type { RoomId, Sanction } from '@parlance/sdk'
import { useMySanctions } from '@parlance/sdk/react/moderation'
import { lazy, Suspense } from 'react'
import { showModeration } from './shown-dialog.ts'

const SanctionNotice = lazy(() =>
  import('../sanctions/index.ts').then((m) => ({ default: m.SanctionNotice })),
)

/** What keeps the user from writing in a room: a ban comes before a mute, and that of the room before that of the server. */
export function useMySanction(room: RoomId): Sanction | undefined {
  const { sanctions } = useMySanctions()
  const here = sanctions.filter((one) => one.room === undefined || one.room === room)
  const [first] = here.sort((a, b) => weightOf(b) - weightOf(a))
  return first
}

const weightOf = ({ kind, room }: Sanction): number =>
  (kind === 'ban' ? 2 : 0) + (room === undefined ? 0 : 1)

/** Why the user cannot write, until when, and the way to appeal. */
export const MySanction = ({ sanction }: { readonly sanction: Sanction }) => (
  <Suspense>
    <SanctionNotice
      sanction={sanction}
      onAppeal={() => showModeration({ kind: 'appeal', sanction })}
    />
  </Suspense>
)
