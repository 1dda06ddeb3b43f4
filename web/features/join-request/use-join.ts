import { ChatError, type RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { refusalOf } from '../../lib/refusal.ts'
import { showToast } from '../../ui/toast.tsx'

/** Joins a room. `asking`: the room whose staff must be asked first, which the dialog does. */
export function useJoin() {
  const chat = useChat()
  const [asking, setAsking] = useState<RoomId>()

  /** Resolves to whether the user is a member now. */
  async function join(room: RoomId): Promise<boolean> {
    try {
      await chat.members.join({ room })
      return true
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      if (error.code === 'join_request_required') setAsking(room)
      else showToast(refusalOf(error))
      return false
    }
  }
  return { join, asking, stopAsking: () => setAsking(undefined) }
}
