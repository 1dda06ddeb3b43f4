import type { RoomId } from '@parlance/sdk'
import { createStore } from '../../lib/store.ts'

type State = {
  /** The room that the user looks at, at its end: nothing in it is unread. */
  readonly room: RoomId | undefined
  /** The name of the screen, for the title. */
  readonly title: string
}

/** What the user of this tab looks at. */
export const looking = createStore<State>({ room: undefined, title: '' })
