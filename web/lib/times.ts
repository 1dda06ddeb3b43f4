import { readEntryWords } from '../words/words.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MOST_MINUTES = 1000

// Whether a day has 12 or 24 hours is up to the reader's system. The words are in the page's language.
const { hourCycle } = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).resolvedOptions()
const CLOCK = { timeStyle: 'short', hourCycle } as const

const formats = new Map<string, ReturnType<typeof formatsIn>>()

function formatsIn(locale: string) {
  return {
    clock: new Intl.DateTimeFormat(locale, CLOCK),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', ...CLOCK }),
    day: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
    dayOfYear: new Intl.DateTimeFormat(locale, { dateStyle: 'long' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  }
}

function own() {
  const { locale } = readEntryWords()
  const known = formats.get(locale) ?? formatsIn(locale)
  formats.set(locale, known)
  return known
}

export const timeOfDay = ofMinute((at) => own().clock.format(new Date(at)))
/** Without “AM” or “PM”, where there is no room for it. */
export const shortTime = ofMinute((at) =>
  own()
    .clock.formatToParts(new Date(at))
    .map(({ type, value }) => (type === 'dayPeriod' ? '' : value))
    .join('')
    .trim(),
)
export const fullTime = ofMinute((at) => own().full.format(new Date(at)))

/** A list of messages has the same few minutes many times, and to format one takes longer than to render it. */
function ofMinute(format: (at: string) => string): (at: string) => string {
  const known = new Map<string, string>()
  return (at) => {
    const key = `${readEntryWords().locale} ${at.slice(0, 'YYYY-MM-DDTHH:MM'.length)}`
    const text = known.get(key) ?? format(at)
    if (known.size >= MOST_MINUTES) known.clear()
    known.set(key, text)
    return text
  }
}

export const isSameDay = (a: string, b: string): boolean => midnight(a) === midnight(b)
export const isWithin = (minutes: number, from: string, to: string): boolean =>
  Date.parse(to) - Date.parse(from) < minutes * MINUTE_MS

/** “Today”, “Yesterday”, a day of this year, or a date. */
export function dayOf(at: string, now: Date): string {
  const { relative, day, dayOfYear } = own()
  // Rounded, because a day has 23 or 25 hours where the clocks change.
  const ago = Math.round((midnight(now) - midnight(at)) / DAY_MS)
  if (ago <= 1) return capitalized(relative.format(-Math.max(0, ago), 'day'))
  const date = new Date(at)
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date)
}

/** The time of a message of today, otherwise its day. */
export const timeOrDay = (at: string, now: Date): string =>
  midnight(at) === midnight(now) ? timeOfDay(at) : dayOf(at, now)

/** The time until the next day, and 50 ms more. */
export const msToMidnight = (now: Date): number =>
  new Date(now).setHours(24, 0, 0, 50) - now.getTime()

const midnight = (at: string | Date): number => new Date(at).setHours(0, 0, 0, 0)

export const capitalized = (text: string): string =>
  text.charAt(0).toLocaleUpperCase(readEntryWords().locale) + text.slice(1)

/** The time of day now in a time zone. */
export const timeIn = (timeZone: string): string =>
  new Intl.DateTimeFormat(readEntryWords().locale, { ...CLOCK, timeZone }).format(new Date())
