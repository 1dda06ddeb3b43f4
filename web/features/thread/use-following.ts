import { ChatError, type MessageId, type RoomId, type Thread } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { refusalOf } from '../../lib/refusal.ts'
import { showToast } from '../../ui/toast.tsx'

/** Whether the user follows a thread (undefined: not known yet), and the command that changes it. */
export function useFollowing(room: RoomId, message: MessageId) {
  const chat = useChat()
  const [thread, setThread] = useState<Pick<Thread, 'following'>>()

  useEffect(() => {
    let isLeft = false
    const read = () =>
      chat.threads.get({ room, message }).then(
        (found) => !isLeft && setThread(found),
        () => {
          // The window of the thread says why the thread cannot be read.
        },
      )
    void read()
    const unsubscribes = [
      chat.on('thread.updated', (event) => {
        if (event.thread === message) setThread({ following: event.following })
      }),
      chat.onReset(() => void read()),
    ]
    return () => {
      isLeft = true
      for (const end of unsubscribes) end()
    }
  }, [chat, room, message])

  async function follow(isOn: boolean): Promise<void> {
    setThread({ following: isOn })
    try {
      await (isOn
        ? chat.threads.follow({ room, message })
        : chat.threads.unfollow({ room, message }))
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setThread({ following: !isOn })
      showToast(refusalOf(error))
    }
  }
  return [thread?.following, follow] as const
}
