import { useStatus } from '@parlance/sdk/react'
import { useDrafts, useOutbox } from '@parlance/sdk/react/window'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { createStore } from '../../../lib/store.ts'
import { IconButton } from '../../../ui/button.tsx'
import { count } from '../../../words/plural.ts'
import { useWords } from '../../../words/words.ts'
import { useSecondsTo } from './use-seconds-to.ts'

/** A connection that comes back within this time is not worth a line. */
const SHORT_MS = 1000

/** Without a connection: when the next try is, and how many messages wait for it. */
export function OfflineLine() {
  const status = useStatus()
  const words = useWords()
  const [{ entries }] = useOutbox()
  const isOffline = useIsLong(status.state !== 'live')
  const [next, setNext] = useState(0)
  useEffect(() => {
    if (status.state === 'waiting') setNext(Date.now() + status.retryInMs)
  }, [status])
  const seconds = useSecondsTo(next)
  if (!isOffline) return null
  const waiting = entries.filter(({ state }) => state !== 'failed').length
  const isTrying = status.state !== 'waiting' || seconds === 0
  const { composer, locale } = words
  return (
    <div className="status-line" data-line="offline">
      <span role="status">{waiting > 0 && count(locale, composer.waiting, waiting)}</span>
      <span>{isTrying ? composer.trying : count(locale, composer.offline, seconds)}</span>
      <button type="button" onClick={connectNow} disabled={isTrying}>
        {composer.now}
      </button>
    </div>
  )
}

/** The SDK connects at once when the browser reports a network. */
const connectNow = (): boolean => dispatchEvent(new Event('online'))

function useIsLong(isOn: boolean): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isOn) return setLong(false)
    const timer = setTimeout(() => setLong(true), SHORT_MS)
    return () => clearTimeout(timer)
  }, [isOn])
  return isOn && isLong
}

/** In slow mode: how long the user waits for the next message. */
export function SlowLine({ seconds }: { readonly seconds: number }) {
  const { composer, locale } = useWords()
  return (
    <div className="status-line" data-line="slow">
      {count(locale, composer.slow, seconds)}
    </div>
  )
}

/** How much can still be written. */
export function LengthLine({ left }: { readonly left: number }) {
  const { composer, locale } = useWords()
  return (
    <div className="status-line" data-line="length" role="status" data-over={left < 0}>
      {count(locale, left < 0 ? composer.tooLong : composer.bytesLeft, Math.abs(left))}
    </div>
  )
}

/** Said once, until the user has seen it: in all rooms, and until the page is closed. */
const seen = createStore({ isSeen: false })

/** Shown at the first draft if the browser keeps none. */
export function StorageLine() {
  const words = useWords()
  const { storage, drafts } = useDrafts()
  const { isSeen } = useSyncExternalStore(seen.watch, seen.read)
  if (storage !== 'memory' || drafts.length === 0 || isSeen) return null
  return (
    <div className="status-line" data-line="storage" role="status">
      <span>{words.composer.notKept}</span>
      <IconButton icon="close" label={words.close} onClick={() => seen.change({ isSeen: true })} />
    </div>
  )
}
