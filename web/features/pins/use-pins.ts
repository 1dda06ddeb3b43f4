import { ChatError, type Message, type RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { refusalOf } from '../../lib/refusal.ts'

type Pins = { readonly messages?: readonly Message[]; readonly refusal?: string }

/** The pinned messages of a room. They are few, so each event that may change them reads them again. */
export function usePins(room: RoomId): Pins {
  const chat = useChat()
  const [pins, setPins] = useState<Pins>({})

  useEffect(() => {
    /** The answer to an earlier read is dropped. */
    let reads = 0
    async function read(): Promise<void> {
      const number = ++reads
      try {
        const { messages } = await chat.pins.list({ room })
        if (number === reads) setPins({ messages })
      } catch (error) {
        if (!(error instanceof ChatError)) throw error
        if (number === reads) setPins({ refusal: refusalOf(error) })
      }
    }
    const { on } = chat.room(room)
    const ends = [
      ...(
        ['message.pinned', 'message.unpinned', 'message.updated', 'message.deleted'] as const
      ).map((type) => on(type, () => void read())),
      chat.onReset(() => void read()),
      () => reads++,
    ]
    void read()
    return () => {
      for (const end of ends) end()
    }
  }, [chat, room])
  return pins
}
