import type { UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'

/** Whether the user has blocked somebody (undefined: not known yet), and the command that changes it. */
export function useBlock(user: UserId) {
  const chat = useChat()
  const [isBlocked, setBlocked] = useState<boolean>()
  useEffect(() => {
    chat.blocks.list().then(
      ({ blocks }) => setBlocked(blocks.some((block) => block.user === user)),
      () => undefined, // Without an answer the button is missing.
    )
  }, [chat, user])

  async function block(isOn: boolean): Promise<void> {
    await (isOn ? chat.blocks.create({ user }) : chat.blocks.delete({ user }))
    setBlocked(isOn)
  }
  return { isBlocked, block }
}
