import { useEffect, useState } from 'react'
import { msToMidnight } from './times.ts'

/** The current date. Changes after midnight, so that the headings of days are rendered again. */
export function useToday(): Date {
  const [today, setToday] = useState(() => new Date())
  useEffect(() => {
    const update = () =>
      setToday((current) => (isSameDate(current, new Date()) ? current : new Date()))
    const timer = setTimeout(update, msToMidnight(today))
    // A timer fires late if the machine slept.
    document.addEventListener('visibilitychange', update)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', update)
    }
  }, [today])
  return today
}

const isSameDate = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString()
