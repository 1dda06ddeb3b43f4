import { words } from './words.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

// Undefined: the reader's own habits, such as 24 hours a day. Names of days are words of ours.
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const whole = new Intl.DateTimeFormat(words.locale, { dateStyle: 'full', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(words.locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})
const dayOfYear = new Intl.DateTimeFormat(words.locale, { dateStyle: 'long' })
const relative = new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' })

export const timeOfDay = (at: string): string => clock.format(new Date(at))
export const wholeTime = (at: string): string => whole.format(new Date(at))

export const isSameDay = (a: string, b: string): boolean => midnight(a) === midnight(b)
export const isWithin = (minutes: number, from: string, to: string): boolean =>
  Date.parse(to) - Date.parse(from) < minutes * MINUTE_MS

/** Today, yesterday, a day of this year, or a date. */
export function dayOf(at: string, now: Date): string {
  // Rounded, as a day has 23 or 25 hours where the clocks change.
  const ago = Math.round((midnight(now) - midnight(at)) / DAY_MS)
  if (ago <= 1) return capitalized(relative.format(-Math.max(0, ago), 'day'))
  const date = new Date(at)
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date)
}

/** Until the next day begins, and a moment more. */
export const msToMidnight = (now: Date): number =>
  new Date(now).setHours(24, 0, 0, 50) - now.getTime()

const midnight = (at: string | Date): number => new Date(at).setHours(0, 0, 0, 0)

export const capitalized = (text: string): string =>
  text.charAt(0).toLocaleUpperCase(words.locale) + text.slice(1)
