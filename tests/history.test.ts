import { expect, test } from 'bun:test'
import { check } from './history/checker.ts'
import { FAULTS } from './history/faults.ts'
import { MEETING_FAULTS } from './history/meeting-faults.ts'
import { validHistory } from './history/model.ts'
import { validMeeting } from './history/model-meetings.ts'
import { Random } from './history/random.ts'

/** Each takes half a second of CPU. */
const COUNT = process.env['TEST_LONG'] === '1' ? 24 : 8
const SEEDS = Array.from({ length: COUNT }, (_, seed) => seed + 1)
const VALID = SEEDS.map((seed) => ({ seed, history: validHistory(seed) }))
const MEETINGS = SEEDS.map((seed) => ({ seed, history: validMeeting(seed) }))
const ALL = [
  [FAULTS, VALID],
  [MEETING_FAULTS, MEETINGS],
] as const

test('[HCK-1] a history without a fault passes, however calls overlap, fail and are tried again', () => {
  for (const { history } of [...VALID, ...MEETINGS]) expect(check(history)).toEqual([])
  // The histories have in them what the rules are about.
  const outcomes = VALID.flatMap(({ history }) => history.calls.map((call) => call.outcome))
  expect(new Set(outcomes)).toEqual(new Set(['ok', 'fail', 'info']))
})

for (const [faults, histories] of ALL)
  for (const [name, { rules, into }] of Object.entries(faults))
    test(`[HCK-2] one fault is found every time: ${name}`, () => {
      for (const { seed, history } of histories) {
        const found = check(into(history, new Random(seed))).map(({ rule }) => rule)
        expect({ seed, found: rules.some((rule) => found.includes(rule)) }).toEqual({
          seed,
          found: true,
        })
      }
    })
