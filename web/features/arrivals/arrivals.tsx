import type { EventOf, RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { plainTextOf } from '../../lib/markdown/plain-text.tsx'
import { count, fill } from '../../words/plural.ts'
import { readWords } from '../../words/words.ts'

type Created = EventOf<'message.created'>['message']

/** Messages that arrive within this time share a sentence, which is said when it has been quiet for as long. */
const QUIET_MS = 1000
/** While messages go on arriving, a sentence is said after this time. */
const MOST_MS = 5000
/** The most characters of a message that are said. */
const SAID_LENGTH = 200

/**
 * Says to screen readers what has arrived in the room, and nothing else: the list itself is silent, because pages, edits
 * and reactions change it as well.
 */
export function Arrivals({ room }: { readonly room: RoomId }) {
  const chat = useChat()
  const [said, setSaid] = useState('')

  useEffect(() => {
    let arrived: Created[] = []
    let since = 0
    let timer: ReturnType<typeof setTimeout> | undefined

    function say(): void {
      const next = sentence(arrived, chat.user?.id)
      // The same sentence again is only said if its text is another.
      setSaid((before) => (before === next ? `${next}\u00a0` : next))
      arrived = []
    }
    const unsubscribe = chat.room(room).on('message.created', ({ message }) => {
      if (message.thread !== undefined && !message.inRoom) return
      if (arrived.length === 0) since = performance.now()
      arrived.push(message)
      clearTimeout(timer)
      const left = MOST_MS - (performance.now() - since)
      timer = setTimeout(say, Math.max(0, Math.min(QUIET_MS, left)))
    })
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [chat, room])

  return (
    <div className="visually-hidden arrivals" aria-live="polite">
      {said}
    </div>
  )
}

function sentence(arrived: readonly Created[], me: string | undefined): string {
  const words = readWords()
  const others = arrived.filter(({ sender }) => sender.id !== me)
  const [first] = others
  if (first === undefined) return words.sent
  if (others.length > 1) return count(words.locale, words.newMessages, others.length)
  const text = plainTextOf(first.text).slice(0, SAID_LENGTH)
  return fill(words.says, { name: first.sender.name, text })
}
