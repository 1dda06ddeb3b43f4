import { useEffect, useState } from 'react'
import { msToMidnight } from './times.ts'

/** The time of the last look at the date: what says "today" is drawn anew when the day has ended. */
export function useToday(): Date {
  const [today, setToday] = useState(() => new Date())
  useEffect(() => {
    const look = () => setToday((seen) => (isSameDate(seen, new Date()) ? seen : new Date()))
    const timer = setTimeout(look, msToMidnight(today))
    // A machine that slept wakes up late.
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [today])
  return today
}

const isSameDate = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString()
