import { fullTime, timeOrDay } from '../lib/times.ts'
import { useToday } from '../lib/use-today.ts'

/** The time of today, or the day. Its hint is the whole date. */
export function RelativeTime({ at }: { readonly at: string }) {
  const today = useToday()
  return (
    <time dateTime={at} title={fullTime(at)}>
      {timeOrDay(at, today)}
    </time>
  )
}
