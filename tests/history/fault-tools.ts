import { Facts } from './facts.ts'
import { recalled, replaced } from './fault.ts'
import type { Ask, Call, Entry, Final, Heard, History, RoomSeen, Said } from './history.ts'
import type { Random } from './random.ts'

type Sent = Call & { answer: { type: 'send'; message: Said } }

export const acks = ({ calls }: History): Sent[] =>
  calls.filter((c): c is Sent => c.outcome === 'ok' && c.answer?.type === 'send')

export const acked = ({ calls }: History, type: 'edit') =>
  calls.filter(
    (c): c is Call & { answer: { type: 'edit'; message: Said } } =>
      c.outcome === 'ok' && c.answer?.type === type,
  )

/** A message as it was read in the end, changed in every final log. */
export function retold(
  history: History,
  { room, id }: Pick<Said, 'room' | 'id'>,
  change: (message: Said) => Said,
): History {
  return refinal(history, room, (entries) =>
    entries.map((entry) =>
      entry.message?.id === id ? { ...entry, message: change(entry.message) } : entry,
    ),
  )
}

/** What was deleted in the end. */
export const deletedIn = ({ finals }: History): ReadonlySet<string> =>
  new Set(
    finals.flatMap(({ entries }) =>
      entries.flatMap(({ message }) => (message?.isDeleted ? [message.id] : [])),
    ),
  )

/** Every final read of a room, with other entries. */
export function refinal(
  history: History,
  room: string,
  change: (entries: readonly Entry[], final: Final) => readonly Entry[],
): History {
  const finals = history.finals.map((final) => {
    if (final.room !== room) return final
    const entries = change(final.entries, final)
    const isWhole = final.door !== 'rest'
    return { ...final, entries, head: isWhole ? (entries.at(-1)?.seq ?? 0) : final.head }
  })
  // What was read over REST ends where the log does.
  const head = finals.find((f) => f.room === room && f.door !== 'rest')?.head ?? 0
  return { ...history, finals: finals.map((f) => (f.room === room ? { ...f, head } : f)) }
}

export const without = (history: History, room: string, seq: number): History => ({
  ...refinal(history, room, (entries) => entries.filter((entry) => entry.seq !== seq)),
  received: history.received.filter(
    ({ log, entry }) => log !== room || entry === 'reset' || entry.seq !== seq,
  ),
})

/** At the end of a log, everywhere. */
export function added(history: History, message: Said): History {
  const { room } = message
  const seq = new Facts(history).head(room) + 1
  const entry = { seq, type: 'message.created', message: { ...message, seq, id: 'msg-new' } }
  return refinal(history, room, (entries) => [...entries, entry])
}

export function rewritten(history: History, { room, seq }: Said, heardToo: boolean): History {
  const change = (entry: Entry): Entry =>
    entry.seq === seq && entry.message
      ? { ...entry, message: { ...entry.message, text: `${entry.message.text}!` } }
      : entry
  const received = history.received.map((one) =>
    one.log === room && one.entry !== 'reset' ? { ...one, entry: change(one.entry) } : one,
  )
  return {
    ...refinal(history, room, (entries, final) =>
      heardToo || (final.node === 1 && final.door === 'stream') ? entries.map(change) : entries,
    ),
    received: heardToo ? received : history.received,
  }
}

/** What a listener received of a room, if that was enough to take something out of its middle. */
export function aHearing({ received }: History, random: Random): Heard[] {
  const chains = Map.groupBy(received, ({ listener, log }) => `${listener} ${log}`)
  return random.pick([...chains.values()].filter((chain) => chain.length > 4))
}

export function anOverview(
  { calls }: History,
  random: Random,
  fits: (c: Call, r: RoomSeen) => boolean,
) {
  const found = calls.flatMap((call) =>
    call.answer?.type === 'rooms'
      ? call.answer.rooms.filter((room) => fits(call, room)).map((room) => ({ call, room }))
      : [],
  )
  return random.pick(found)
}

export function reseen(
  history: History,
  call: Call,
  room: RoomSeen,
  change: Partial<RoomSeen>,
): History {
  if (call.answer?.type !== 'rooms') return history
  const rooms = replaced(call.answer.rooms, room, { ...room, ...change })
  return recalled(history, call, { answer: { type: 'rooms', rooms } })
}

export const acknowledged = <T extends Ask['type']>(
  { calls }: History,
  type: T,
  fits: (ask: Extract<Ask, { type: T }>) => boolean = () => true,
): Call[] =>
  calls.filter(
    ({ ask, outcome }) =>
      outcome === 'ok' && ask.type === type && fits(ask as Extract<Ask, { type: T }>),
  )

/** Every final read of a log, entry by entry. */
export const inFinals = (
  history: History,
  log: string,
  change: (entry: Entry) => readonly Entry[],
): History => ({
  ...history,
  finals: history.finals.map((final) =>
    final.room === log ? { ...final, entries: final.entries.flatMap(change) } : final,
  ),
})
