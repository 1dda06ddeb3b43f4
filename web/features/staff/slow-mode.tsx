import type { MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { Choice } from '../../ui/choice.tsx'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { tryCommand } from '../acts/index.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
/** In seconds. */
const PAUSES = [0, 10, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR]

/** The event of the room shows the change. */
export function SlowMode({ room }: { readonly room: MyRoom }) {
  const chat = useChat()
  const words = useModerationWords()
  const { locale } = useWords()
  const now = room.slowSeconds ?? 0
  /** Until the event of the room is there. */
  const [chosen, setChosen] = useState<number>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: any change of the room replaces it
  useEffect(() => setChosen(undefined), [now])
  const pauses = PAUSES.includes(now) ? PAUSES : [...PAUSES, now].sort((a, b) => a - b)
  async function choose(slowSeconds: number): Promise<void> {
    setChosen(slowSeconds)
    const done = await tryCommand(() => chat.rooms.update({ room: room.id, slowSeconds }))
    if (!done) setChosen(undefined)
  }
  function nameOf(seconds: number): string {
    if (seconds === 0) return words.slowOff
    if (seconds % HOUR === 0) return count(locale, words.slowHours, seconds / HOUR)
    if (seconds % MINUTE === 0) return count(locale, words.slowMinutes, seconds / MINUTE)
    return count(locale, words.slowSeconds, seconds)
  }
  return (
    <>
      <Choice
        label={words.slowTitle}
        value={`${chosen ?? now}`}
        options={pauses.map((seconds) => [`${seconds}`, nameOf(seconds)] as const)}
        onChange={(seconds) => void choose(Number(seconds))}
      />
      <p className="moderation-hint">{words.slowHint}</p>
    </>
  )
}
