import { ChatError, type RoomId, type Sanction } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'

/** The mute of the user in this room or on the whole server, if there is one. */
export function useMute(room: RoomId): Sanction | undefined {
  const chat = useChat()
  const [mutes, setMutes] = useState<readonly Sanction[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    async function read(): Promise<void> {
      try {
        const { sanctions } = await chat.sanctions.listMine({}, { signal: leaving.signal })
        setMutes(sanctions.filter(({ kind }) => kind === 'mute'))
      } catch (error) {
        // The page is left, or the server has no answer now: the refusal of a message then says why.
        if (!(error instanceof ChatError)) throw error
      }
    }
    void read()
    const types = ['sanction.created', 'sanction.updated', 'sanction.ended'] as const
    const ends = [...types.map((type) => chat.on(type, read)), chat.onReset(read)]
    return () => {
      leaving.abort()
      for (const end of ends) end()
    }
  }, [chat])
  const mine = mutes.filter((mute) => mute.room === undefined || mute.room === room)
  const found = mine.find(({ until }) => until === undefined) ?? mine[0]
  const isOver = useIsOver(found?.until)
  return isOver ? undefined : found
}

/** The longest time of a timer. */
const LONGEST_MS = 2 ** 31 - 1

function useIsOver(until: string | undefined): boolean {
  const [, update] = useState(0)
  useEffect(() => {
    if (until === undefined) return
    const ms = Math.min(LONGEST_MS, Math.max(0, Date.parse(until) - Date.now()) + 50)
    const timer = setTimeout(() => update((n) => n + 1), ms)
    return () => clearTimeout(timer)
  }, [until])
  return until !== undefined && Date.parse(until) <= Date.now()
}
