import { afterEach, expect, test } from 'bun:test'
import { dayOf, isSameDay, msToMidnight } from '../web/lib/times.ts'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

/** A minute before and after the days change, in UTC; in the first two zones the new day begins at one o'clock. */
const CASES = [
  ['America/Sao_Paulo', '2018-11-04T02:59:00Z', '2018-11-04T03:01:00Z'],
  ['Asia/Beirut', '2018-03-24T21:59:00Z', '2018-03-24T22:01:00Z'],
  ['Asia/Kolkata', '2018-11-04T18:29:00Z', '2018-11-04T18:31:00Z'],
] as const

for (const [name, before, after] of CASES)
  test(`[WEB-54] days are those of the reader’s calendar in ${name}`, () => {
    process.env['TZ'] = name
    const later = new Date(Date.parse(after) + 11 * 3_600_000)
    expect(isSameDay(before, after)).toBe(false)
    expect(isSameDay(after, later.toISOString())).toBe(true)
    expect(dayOf(after, new Date(after))).toBe('Today')
    expect(dayOf(after, later)).toBe('Today')
    expect(dayOf(before, later)).toBe('Yesterday')
    expect(msToMidnight(new Date(before))).toBe(60_050)
    // Two days of 24 hours each, less what the clocks have left out.
    expect(dayOf(before, new Date(Date.parse(after) + 30 * 3_600_000))).not.toBe('Yesterday')
  })
