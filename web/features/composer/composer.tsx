import { MySanction, useMySanction } from '../moderation/index.ts'
import { WritingBox, type WritingProps } from './writing-box.tsx'

/** Where the user writes in a room or a thread. What is written stands in `writingOf` and in the drafts. */
export function Composer(props: WritingProps) {
  const sanction = useMySanction(props.room)
  if (sanction)
    return (
      <div className="room-notice">
        <MySanction sanction={sanction} />
      </div>
    )
  return <WritingBox key={`${props.room} ${props.thread}`} {...props} />
}
