import type { Plan } from './chaos.ts'

/** A bug that somebody might make, as a change of one place in the server. */
export type Bug = {
  readonly name: string
  readonly file: string
  /** Occurs once in the file. */
  readonly find: string
  readonly replace: string
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
const DEADLY: Workload = { seconds: 8, faults: ['node killed'], between: 30 }
/** Longer than typing lasts, and its end may be late. */
const LONG: Workload = { seconds: 14, sends: 600, faults: [], people: 6 }
const BUSY: Workload = { seconds: 3, sends: 1200, faults: [], habits: { paceMs: 10 } }
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
    file: 'server/store/store.ts',
    find: '        return outcome\n      })',
    replace: `
        for (const { end } of outcome.done) end()
        await Bun.sleep(100)
        return outcome
      })`,
    // It is missed in the end, or already by who saw it and looks again.
    rules: ['I1', 'I9'],
    workload: DEADLY,
  },
  {
    name: 'one publish in a thousand is dropped',
    file: 'server/hub/hub.ts',
    find: 'for (const fanout of this.#fanouts) fanout.publish(event)',
    replace: `
      globalThis.published = (globalThis.published ?? 0) + 1
      if (globalThis.published % 1000 !== 0)
        for (const fanout of this.#fanouts) fanout.publish(event)`,
    rules: ['I6', 'I7'],
    workload: BUSY,
  },
  {
    name: 'a replay tells what was said while one was no member',
    file: 'server/store/replay.ts',
    find: 'entries.push(...audible(found, user, log.left_seq === null))',
    replace: 'entries.push(...found)',
    rules: ['I10'],
    workload: CALM,
  },
  {
    name: 'the clientId is ignored',
    file: 'server/domain/messages/rules.ts',
    find: 'const { room, clientId, replyTo, thread, mentions } = input',
    replace: `
      input = { ...input, clientId: undefined }
      const { room, clientId, replyTo, thread, mentions } = input`,
    rules: ['I3'],
    workload: CALM,
  },
  {
    name: 'unread is off by one',
    file: 'server/store/rows.ts',
    find: 'seq: Math.max(Math.min(read, marked), firstSeen(row) - 1)',
    replace: 'seq: Math.max(Math.min(read, marked), firstSeen(row) - 1) - 1',
    rules: ['I11'],
    workload: LONG,
  },
  {
    name: 'a pin is acknowledged, and not stored',
    file: 'server/domain/pins/add.ts',
    find: 'return tx.pins.add(message, standing.me)',
    replace: 'return message',
    rules: ['I1'],
    workload: CALM,
  },
  {
    name: 'who mentions the room is called as well',
    file: 'server/domain/mentions/rules.ts',
    find: 'found.delete(me.id)',
    replace: '',
    rules: ['I2'],
    workload: BUSY,
  },
  {
    name: 'a subscription goes on from where it began',
    file: 'server/transports/graphql/subscription.ts',
    find: 'this.#progress.hear(event)',
    replace: '',
    rules: ['I6'],
    workload: CALM,
  },
  {
    name: 'a quick room does not tell who leaves',
    file: 'server/transports/quick-lines.ts',
    find: "return turnLine('participant_left', event.user.name)",
    replace: 'return undefined',
    rules: ['I6', 'I7'],
    workload: LONG,
  },
  {
    name: 'typing never ends by itself',
    file: 'server/hub/typing.ts',
    find: 'if (now - typist.saidAt >= lasts) this.#end(typist)',
    replace: 'if (typist.isOver && now - typist.saidAt >= lasts) this.#end(typist)',
    rules: ['I17'],
    workload: LONG,
  },
  {
    name: 'who has gone is still there',
    file: 'server/workers/presence.ts',
    find: 'hub.onGone((user) => leaving.set(user',
    replace: "hub.onGone((user) => user.includes('nobody') && leaving.set(user",
    rules: ['I17'],
    workload: CALM,
  },
]
