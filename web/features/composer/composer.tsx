import { MutedNotice } from './hints/muted-notice.tsx'
import { useMute } from './hints/use-mute.ts'
import { WritingBox, type WritingProps } from './writing-box.tsx'

/** Where the user writes in a room or a thread. What is written stands in `writingOf` and in the drafts. */
export function Composer(props: WritingProps) {
  const mute = useMute(props.room)
  if (mute) return <MutedNotice mute={mute} />
  return <WritingBox key={`${props.room} ${props.thread}`} {...props} />
}
