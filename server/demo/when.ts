const MINUTE_MS = 60_000

/**
 * The time of something in the script. `'3 09:12'`: three working days ago, at that time of this machine's day. `'-35'`: 35
 * minutes ago. In ms of the epoch.
 */
export function timeOf(when: string, now: number): number {
  const [days = '', time] = when.split(' ')
  if (time === undefined) return now + Number(days) * MINUTE_MS
  const date = workingDayBefore(now, Number(days))
  const [hours, minutes] = time.split(':').map(Number)
  return date.setHours(hours ?? 0, minutes ?? 0, 0, 0)
}

function workingDayBefore(now: number, days: number): Date {
  const date = new Date(now)
  for (let left = days; left > 0; ) {
    date.setDate(date.getDate() - 1)
    if (date.getDay() % 6 !== 0) left--
  }
  return date
}
