import type { RoomId, UserId } from '../protocol/ids.ts'
import { searchMessages } from '../server/domain/messages/search.ts'
import type { Store } from '../server/domain/ports.ts'
import { median, round } from './measure.ts'
import { CALLERS, callerIn } from './search-fill.ts'
import { dice, vocabulary } from './search-words.ts'

/** In ms. `late`: nineteen in twenty are no later. */
export type Timed = { readonly median: number; readonly late: number; readonly found: number }
export type Figures = ReadonlyMap<string, Timed>

export const ORDERS = ['date', 'rank'] as const
/** Words by how common they are: what is asked for in each round is another one like it. */
export const SEARCHES = [
  'a rare word',
  'a word in a thousand',
  'a common word',
  'one of the commonest',
  'two words',
  'a phrase',
  '`in:` a room, a common word',
  '`in:` a room, `from:` somebody',
  '`before:` a day, a common word',
] as const
/** What a question costs that asks for nothing: on a busy machine that is not little. */
export const NOTHING = 'one setting, read'
type Search = (typeof SEARCHES)[number]

/** Every search, by each caller, in both orders; as a door would have it done. */
export async function timeSearches(
  store: Store,
  room: RoomId,
  logs: readonly string[],
  rounds: number,
  say: (line: string) => void,
): Promise<Figures> {
  const figures = new Map<string, Timed>()
  const time = async (key: string, work: (i: number) => Promise<number>) => {
    const times: number[] = []
    let found = 0
    for (let i = 0; i < rounds; i++) {
      const begun = performance.now()
      found += await work(i)
      times.push(performance.now() - begun)
    }
    const late = times.sort((a, b) => a - b)[Math.floor(rounds * 0.95)] ?? Number.NaN
    const timed = { median: median(times), late, found: found / rounds }
    figures.set(key, timed)
    say(`${key}: ${cellOf(timed)} ms, ${round(timed.found)} found`)
  }
  await time(NOTHING, () => store.read((reader) => reader.search.doneUntil()))
  const queries = queriesOf(room, logs)
  for (const search of SEARCHES)
    for (const order of ORDERS)
      for (const count of CALLERS)
        await time(keyOf(search, order, count), async (i) => {
          const page = await ask(store, callerIn(count), queries[search](i), order)
          return page.found.length
        })
  return figures
}

export const keyOf = (search: string, order: string, count: number): string =>
  `${search}, by ${order}, in ${count} rooms`

export const cellOf = (timed: Timed | undefined): string =>
  timed === undefined ? '–' : `${round(timed.median)} / ${round(timed.late)}`

function queriesOf(room: RoomId, logs: readonly string[]): Record<Search, (i: number) => string> {
  const { word } = vocabulary(logs, dice(42))
  const day = (i: number) => new Date(Date.now() - i * 86_400_000).toISOString().slice(0, 10)
  return {
    'a rare word': (i) => word(30_000 + i * 500),
    'a word in a thousand': (i) => word(700 + i * 20),
    'a common word': (i) => word(60 + i * 5),
    'one of the commonest': (i) => word(1 + (i % 10)),
    'two words': (i) => `${word(20 + i)} ${word(150 + i * 10)}`,
    'a phrase': (i) => `"${word(5 + i)} ${word(30 + i)}"`,
    '`in:` a room, a common word': (i) => `in:${room} ${word(60 + i * 5)}`,
    '`in:` a room, `from:` somebody': (i) => `in:${room} from:sender-${i}`,
    '`before:` a day, a common word': (i) => `before:${day(30 + i)} ${word(60 + i * 5)}`,
  }
}

function ask(store: Store, user: UserId, q: string, order: 'date' | 'rank') {
  const caller = {
    user: { id: user, name: '', kind: 'person', createdAt: '' },
    endsAt: 0,
  } as const
  const none = () => Promise.reject(new Error('not asked for'))
  return searchMessages({
    store,
    caller,
    input: { q, order, limit: 50, after: undefined },
    presence: { isOnline: () => false, changed: () => undefined },
    indexing: { caughtUp: async () => undefined },
    turns: { next: async () => undefined },
    typing: { start: () => undefined, stop: () => undefined },
    hook: { isOn: false, ask: none },
    wordFilter: { requireWords: () => undefined, apply: none, changed: none },
    credentials: { userToken: () => Promise.reject(), guestToken: none, guestOf: none },
    totpCodes: { create: none, stepOf: none },
    webauthn: {
      creationOptions: none,
      signInOptions: none,
      challengeOf: () => undefined,
      verifyNew: none,
      verifySignIn: none,
    },
    passwords: { hash: none, verify: none },
    identityProviders: {
      list: () => [],
      providerOf: () => undefined,
      begin: none,
      finish: none,
    },
    sessionTokens: {
      first: () => ({ access: '', refresh: '' }),
      after: () => ({ access: '', refresh: '' }),
      isAccess: () => false,
    },
    policy: {
      guests: false,
      accounts: 'off',
      mail: { isOn: false, perHour: 0 },
      quotas: { rooms: 0, invitations: 0, roomsPerDay: 0, textBytesPerDay: 0, eventsPerDay: 0 },
      apiKeys: 0,
      editsPerMessage: 0,
      versionsPerMessage: 20,
      retentionSeconds: undefined,
      requests: false,
      requestsPerUser: 1,
    },
    roomRate: { require: () => undefined },
  })
}
