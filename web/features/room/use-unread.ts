import type { MyRoom } from '@parlance/sdk'
import { unreadFrom } from '@parlance/sdk/window'
import { useState } from 'react'

/** `from`: the seq at which the line of the unread messages stands. */
export type Unread = { readonly from: number; readonly count: number }

/** What was unread when the user came in, and the function that moves the line. It stays until the user leaves. */
export function useUnread(room: MyRoom | undefined) {
  const [entered, setEntered] = useState<Unread | 'nothing'>()
  if (entered === undefined && room !== undefined) {
    const from = unreadFrom(room)
    setEntered(from === undefined ? 'nothing' : { from, count: room.unread })
  }
  return [entered === 'nothing' ? undefined : entered, setEntered] as const
}
