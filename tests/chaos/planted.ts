import type { Plan } from './chaos.ts'

/** A bug that somebody might make, as a change of one line of the server. */
export type Bug = {
  readonly name: string
  /** Names the line: the one after the comment `// @planted <mark>`, which occurs once in the server. */
  readonly mark: string
  readonly change: (line: string) => string
  /** Of these at least one is violated where it was made. */
  readonly rules: readonly string[]
  /** In CI the bugs of one workload are looked for in one run: no two of them break the same rules. */
  readonly workload: Workload
}

/** What must happen for it to be seen. */
export type Workload = Pick<
  Plan,
  'seconds' | 'sends' | 'between' | 'people' | 'habits' | 'leaving'
> & {
  readonly faults: readonly string[]
}

/** So much is said that what is seldom done is done, on a busy machine as well. */
const CALM: Workload = { seconds: 3, sends: 300, faults: [], people: 6, leaving: true }
/** A kill that meets a node that is not back yet shows nothing. */
const DEADLY: Workload = { seconds: 12, faults: ['node killed'], between: 30, people: 6 }
/** Longer than typing lasts, and its end may be late. */
const LONG: Workload = {
  seconds: 14,
  sends: 400,
  faults: [],
  people: 6,
  habits: { paceMs: 200 },
}
/** A thousand events, of which six hundred are messages. */
const BUSY: Workload = { seconds: 3, sends: 600, faults: [], people: 6, habits: { paceMs: 10 } }
/** Much is said to somebody who does not read for a while: more than fits between the two. */
export const SLOW: Workload = {
  seconds: 4,
  sends: 240,
  faults: ['some silent'],
  people: 6,
  habits: { paceMs: 50, textLength: 10_000, drops: false, graphql: false },
}

export const BUGS: readonly [Bug, ...Bug[]] = [
  {
    name: 'acknowledged before the commit is on disk',
    mark: 'acknowledge',
    change: (line) => `for (const { end } of outcome.done) end()
        await Bun.sleep(300)
${line}`,
    // It is missed in the end, or already by who saw it and looks again. Also the end of a session can be lost.
    rules: ['I1', 'I9', 'I19'],
    workload: DEADLY,
  },
  {
    name: 'one publish in a thousand is dropped',
    mark: 'publish',
    change: (line) => `globalThis.published = (globalThis.published ?? 0) + 1
    if (globalThis.published % 1000 !== 0)
${line}`,
    rules: ['I6', 'I7'],
    workload: BUSY,
  },
  {
    name: 'a replay tells what was said while one was no member',
    mark: 'replay-membership',
    change: () => 'entries.push(...found)',
    rules: ['I10'],
    workload: CALM,
  },
  {
    name: 'the clientId is ignored',
    mark: 'client-id',
    change: (line) => `input = { ...input, clientId: undefined }
${line}`,
    rules: ['I3'],
    workload: CALM,
  },
  {
    name: 'unread is off by one',
    mark: 'unread',
    change: (line) => line.replace(' }', ' - 1 }'),
    rules: ['I11'],
    workload: LONG,
  },
  {
    name: 'a pin is acknowledged, and not stored',
    mark: 'store-pin',
    change: () => 'return message',
    rules: ['I1'],
    workload: CALM,
  },
  {
    name: 'who mentions the room is called as well',
    mark: 'mention-self',
    change: () => '',
    rules: ['I2'],
    workload: BUSY,
  },
  {
    name: 'a subscription goes on from where it began',
    mark: 'resume-token',
    change: () => '',
    rules: ['I6'],
    workload: CALM,
  },
  {
    name: 'a quick room does not tell who leaves',
    mark: 'quick-leave',
    change: () => 'return undefined',
    rules: ['I6', 'I7'],
    workload: LONG,
  },
  {
    name: 'typing never ends by itself',
    mark: 'typing-end',
    change: (line) => line.replace('if (', 'if (typist.isOver && '),
    rules: ['I17'],
    workload: LONG,
  },
  {
    name: 'a block hides nothing',
    mark: 'block',
    change: (line) => line.replace(' || row.blocked === 1', ''),
    rules: ['I23'],
    workload: LONG,
  },
  {
    name: 'a banned user can join again',
    mark: 'room-ban',
    change: () => 'if (ban === undefined || user === by) return',
    rules: ['I22'],
    workload: LONG,
  },
  {
    name: 'nobody has to consent to a dm',
    mark: 'consent',
    change: () => '',
    rules: ['I24'],
    workload: LONG,
  },
  {
    name: 'an erasure leaves the texts',
    mark: 'erasure',
    change: (line) => line.replace("'keep'", "'delete'"),
    rules: ['I25'],
    workload: LONG,
  },
  {
    name: 'who has gone is still there',
    mark: 'offline',
    change: (line) => line.replace('=> ', "=> user.includes('nobody') && "),
    rules: ['I17'],
    workload: CALM,
  },
  {
    name: 'the end of a session closes no connection',
    mark: 'session-end',
    change: (line) => line.replace(' ?? event.ended?.user', ''),
    rules: ['I19'],
    workload: CALM,
  },
  {
    name: 'everybody receives what is hidden',
    mark: 'hidden-version',
    change: (line) => line.replace('versionForOthers(event, versions)', 'event'),
    rules: ['I21'],
    workload: CALM,
  },
  {
    name: 'reads share a message that was changed',
    mark: 'shared-reads',
    change: () => '',
    rules: ['I13'],
    workload: CALM,
  },
  {
    name: 'a replay is given what an earlier one has read',
    mark: 'shared-hydration',
    change: () => '',
    rules: ['I13'],
    workload: LONG,
  },
]
