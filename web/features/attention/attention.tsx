import { useChat, useRoomList } from '@parlance/sdk/react'
import { useEffect, useSyncExternalStore } from 'react'
import { useLocation } from 'wouter'
import { useSignedIn } from '../../session/signed-in.ts'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { showOnIcon } from './icon.ts'
import { holdLookedAt } from './looked-at-lock.ts'
import { looking } from './looking.ts'
import { openNotifier } from './notifier.ts'
import { useTotalUnread } from './unread.ts'

/** The title, the icon and the app's badge show one number, on every screen; one tab notifies. */
export function Attention() {
  const chat = useChat()
  const words = useWords()
  const { me } = useSignedIn()
  const [, navigate] = useLocation()
  const { title, room } = useSyncExternalStore(looking.watch, looking.read)
  const total = useTotalUnread()
  const { read } = useRoomList()

  useEffect(() => {
    const name = title || words.product
    const n = new Intl.NumberFormat(words.locale).format(total)
    document.title = total > 0 ? fill(words.titleWith, { n, title: name }) : name
  }, [total, title, words])
  useEffect(() => showOnIcon(total), [total])
  useEffect(
    () => openNotifier(chat, me.id, () => read().all, navigate),
    [chat, me.id, read, navigate],
  )
  useEffect(() => (room === undefined ? undefined : holdLookedAt(me.id, room)), [me.id, room])
  useEffect(
    () => () => {
      document.title = words.product
      showOnIcon(0)
    },
    [words],
  )
  return null
}
