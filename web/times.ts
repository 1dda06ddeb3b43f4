import { texts } from './texts.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

// Undefined: the clock format of the reader's system, such as 24 hours. Names of days are in the page's language.
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const full = new Intl.DateTimeFormat(texts.locale, { dateStyle: 'full', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(texts.locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})
const dayOfYear = new Intl.DateTimeFormat(texts.locale, { dateStyle: 'long' })
const relative = new Intl.RelativeTimeFormat(texts.locale, { numeric: 'auto' })

export const timeOfDay = (at: string): string => clock.format(new Date(at))
export const fullTime = (at: string): string => full.format(new Date(at))

export const isSameDay = (a: string, b: string): boolean => midnight(a) === midnight(b)
export const isWithin = (minutes: number, from: string, to: string): boolean =>
  Date.parse(to) - Date.parse(from) < minutes * MINUTE_MS

/** “Today”, “Yesterday”, a day of this year, or a date. */
export function dayOf(at: string, now: Date): string {
  // Rounded, because a day has 23 or 25 hours where the clocks change.
  const ago = Math.round((midnight(now) - midnight(at)) / DAY_MS)
  if (ago <= 1) return capitalized(relative.format(-Math.max(0, ago), 'day'))
  const date = new Date(at)
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date)
}

/** The time until the next day, and 50 ms more. */
export const msToMidnight = (now: Date): number =>
  new Date(now).setHours(24, 0, 0, 50) - now.getTime()

const midnight = (at: string | Date): number => new Date(at).setHours(0, 0, 0, 0)

export const capitalized = (text: string): string =>
  text.charAt(0).toLocaleUpperCase(texts.locale) + text.slice(1)
