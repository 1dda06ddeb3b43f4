import { useEffect, useState } from 'react'

/** The seconds until a time (in ms, as of `Date.now`), counted down to 0. */
export function useSecondsTo(time: number): number {
  const [now, setNow] = useState(Date.now)
  const isOver = now >= time
  useEffect(() => {
    setNow(Date.now())
    if (time <= Date.now()) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [time])
  return isOver ? 0 : Math.ceil((time - now) / 1000)
}
