import { Facts, isOwn } from './facts.ts'
import { type Fault, recalled, replaced } from './fault.ts'
import type { Call, Entry, Final, Heard, History, RoomSeen, Said } from './history.ts'
import { EVE, PLAIN } from './model.ts'
import { MORE_FAULTS } from './more-faults.ts'
import type { Random } from './random.ts'

type Sent = Call & { answer: { type: 'send'; message: Said } }

const acks = ({ calls }: History): Sent[] =>
  calls.filter((c): c is Sent => c.outcome === 'ok' && c.answer?.type === 'send')

const acked = ({ calls }: History, type: 'edit') =>
  calls.filter(
    (c): c is Call & { answer: { type: 'edit'; message: Said } } =>
      c.outcome === 'ok' && c.answer?.type === type,
  )

/** A message as it was read in the end, changed in every final log. */
function retold(
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
const deletedIn = ({ finals }: History): ReadonlySet<string> =>
  new Set(
    finals.flatMap(({ entries }) =>
      entries.flatMap(({ message }) => (message?.isDeleted ? [message.id] : [])),
    ),
  )

/** Every final read of a room, with other entries. */
function refinal(
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

const without = (history: History, room: string, seq: number): History => ({
  ...refinal(history, room, (entries) => entries.filter((entry) => entry.seq !== seq)),
  received: history.received.filter(
    ({ log, entry }) => log !== room || entry === 'reset' || entry.seq !== seq,
  ),
})

/** At the end of a log, everywhere. */
function added(history: History, message: Said): History {
  const { room } = message
  const seq = new Facts(history).head(room) + 1
  const entry = { seq, type: 'message.created', message: { ...message, seq, id: 'msg-new' } }
  return refinal(history, room, (entries) => [...entries, entry])
}

function rewritten(history: History, { room, seq }: Said, heardToo: boolean): History {
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
function aHearing({ received }: History, random: Random): Heard[] {
  const chains = Map.groupBy(received, ({ listener, log }) => `${listener} ${log}`)
  return random.pick([...chains.values()].filter((chain) => chain.length > 4))
}

function anOverview({ calls }: History, random: Random, fits: (c: Call, r: RoomSeen) => boolean) {
  const found = calls.flatMap((call) =>
    call.answer?.type === 'rooms'
      ? call.answer.rooms.filter((room) => fits(call, room)).map((room) => ({ call, room }))
      : [],
  )
  return random.pick(found)
}

function reseen(history: History, call: Call, room: RoomSeen, change: Partial<RoomSeen>): History {
  if (call.answer?.type !== 'rooms') return history
  const rooms = replaced(call.answer.rooms, room, { ...room, ...change })
  return recalled(history, call, { answer: { type: 'rooms', rooms } })
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  ...MORE_FAULTS,
  lost: {
    rules: ['I1'],
    into: (history, random) => {
      const { room, seq } = random.pick(acks(history)).answer.message
      return refinal(history, room, (entries) =>
        entries
          .filter((entry) => entry.seq !== seq)
          .map((entry) => (entry.seq > seq ? { ...entry, seq: entry.seq - 1 } : entry)),
      )
    },
  },
  gap: {
    rules: ['I4'],
    into: (history, random) => {
      const facts = new Facts(history)
      const inner = acks(history)
        .map((c) => c.answer.message)
        .filter((m) => m.seq < facts.head(m.room))
      const { room, seq } = random.pick(inner)
      return without(history, room, seq)
    },
  },
  duplicate: {
    rules: ['I3'],
    into: (history, random) => added(history, random.pick(acks(history)).answer.message),
  },
  'acknowledged as two': {
    rules: ['I3'],
    into: (history, random) => {
      const call = random.pick(acks(history))
      const message = { ...call.answer.message, id: 'msg-other' }
      const again = { ...call, answer: { type: 'send' as const, message } }
      return { ...history, calls: [...history.calls, again] }
    },
  },
  phantom: {
    rules: ['I2'],
    into: (history, random) => {
      const { message } = random.pick(acks(history)).answer
      return added(history, { ...message, clientId: 'c-none', text: 'said by nobody' })
    },
  },
  'refused, and stored': {
    rules: ['I2'],
    into: (history, random) => {
      const refused = random.pick(
        history.calls.filter((c) => c.outcome === 'fail' && c.ask.type === 'send'),
      )
      if (refused.ask.type !== 'send') return history
      const { room, clientId, text } = refused.ask
      const fresh = { ...PLAIN, version: 1, isDeleted: false, reactions: [] }
      return added(history, {
        ...fresh,
        id: '',
        seq: 0,
        room,
        sender: refused.user,
        clientId,
        text,
      })
    },
  },
  corrupt: {
    rules: ['I2', 'I5', 'I13'],
    into: (history, random) => rewritten(history, random.pick(acks(history)).answer.message, true),
  },
  disagreement: {
    rules: ['I5', 'I13'],
    into: (history, random) => rewritten(history, random.pick(acks(history)).answer.message, false),
  },
  'delivered, but not stored': {
    rules: ['I5'],
    into: (history, random) => {
      const told = new Set(history.received.map(({ log }) => log))
      const { id } = random.pick(history.rooms.filter((room) => told.has(room.id)))
      const head = new Facts(history).head(id)
      return refinal(history, id, (entries) => entries.filter(({ seq }) => seq !== head))
    },
  },
  'dropped delivery': {
    rules: ['I6', 'I7'],
    into: (history, random) => {
      const gone = random.pick(aHearing(history, random).slice(0, -1))
      return { ...history, received: replaced(history.received, gone) }
    },
  },
  'duplicate delivery': {
    rules: ['I6'],
    into: (history, random) => {
      const twice = random.pick(aHearing(history, random))
      return { ...history, received: replaced(history.received, twice, twice, twice) }
    },
  },
  'swapped deliveries': {
    rules: ['I6'],
    into: (history, random) => {
      const chain = aHearing(history, random)
      const at = random.between(0, chain.length - 2)
      const [a, b] = chain.slice(at, at + 2)
      const received = history.received.map((one) => (one === a ? b : one === b ? a : one))
      return { ...history, received: received as Heard[] }
    },
  },
  'stopped early': {
    rules: ['I7'],
    into: (history, random) => {
      const last = aHearing(history, random).at(-1)
      return { ...history, received: history.received.filter((one) => one !== last) }
    },
  },
  'real-time inversion': {
    rules: ['I8'],
    into: (history, random) => {
      const late = random.pick(acks(history)).answer.message
      // All its tries began after everything else had been received and told.
      const calls = history.calls.map((call) =>
        call.ask.type === 'send' && call.ask.clientId === late.clientId
          ? { ...call, begun: 1e9, ended: 1e9 + 1 }
          : call,
      )
      return { ...history, calls }
    },
  },
  'stale read': {
    rules: ['I9'],
    into: (history, random) => {
      const facts = new Facts(history)
      const call = random.pick(
        history.calls.filter(
          ({ ask, answer, begun }) =>
            ask.type === 'history' &&
            answer?.type === 'history' &&
            facts.floor(ask.room, begun) > ask.after + 2,
        ),
      )
      if (call.answer?.type !== 'history' || call.ask.type !== 'history') return history
      const seq = facts.floor(call.ask.room, call.begun) - 1
      const messages = call.answer.messages.filter((m) => m.seq <= seq)
      return recalled(history, call, { answer: { type: 'history', seq, messages } })
    },
  },
  'delivery after removal': {
    rules: ['I10'],
    into: (history, random) => {
      const facts = new Facts(history)
      const ends = history.received.flatMap((one) => {
        const user = one.listener.split('/')[0] ?? ''
        const { log, entry } = one
        if (entry === 'reset' || entry.type !== 'member.left' || entry.subject !== user) return []
        const after = facts.entry(log, entry.seq + 1)
        return after && !facts.isAudible(log, user, after.seq) ? [{ one, after }] : []
      })
      const { one, after } = random.pick(ends)
      return {
        ...history,
        received: replaced(history.received, one, one, { ...one, entry: after }),
      }
    },
  },
  'delivery without membership': {
    rules: ['I10'],
    into: (history, random) => {
      const one = random.pick(history.received.filter(({ log }) => !isOwn(log)))
      return { ...history, received: [...history.received, { ...one, listener: `${EVE}/1` }] }
    },
  },
  'history read without membership': {
    rules: ['I10'],
    into: (history, random) => {
      const call = random.pick(history.calls.filter((c) => c.answer?.type === 'history'))
      return recalled(history, call, { user: EVE })
    },
  },
  'wrong unread': {
    rules: ['I11'],
    into: (history, random) => {
      const { call, room } = anOverview(history, random, () => true)
      return reseen(history, call, room, { unread: room.unread + random.pick([-1, 1]) })
    },
  },
  'read pointer regression': {
    rules: ['I12'],
    into: (history, random) => {
      const readBefore = (user: string, id: string, time: number) =>
        history.calls.some(
          ({ ask, ended, ...c }) =>
            c.user === user && ask.type === 'read' && ask.room === id && ended < time,
        )
      const { call, room } = anOverview(history, random, (c, r) =>
        readBefore(c.user, r.id, c.begun),
      )
      return reseen(history, call, room, {
        readSeq: 0,
        unread: new Facts(history).unread(room.id, call.user, 0, room.seq),
      })
    },
  },
  'an edit that is lost': {
    rules: ['I13', 'I5'],
    into: (history, random) => {
      const edited = acked(history, 'edit')
      const { message } = random.pick(edited).answer
      return retold(history, message, (told) => ({ ...told, version: message.version - 1 }))
    },
  },
  'an edit by nobody': {
    rules: ['I2'],
    into: (history, random) => {
      const gone = deletedIn(history)
      const edited = acked(history, 'edit').filter(({ answer }) => !gone.has(answer.message.id))
      const { message } = random.pick(edited).answer
      const calls = history.calls.filter(
        (c) => !(c.ask.type === 'edit' && c.ask.message === message.id),
      )
      return { ...history, calls }
    },
  },
  'two texts of one version': {
    rules: ['I5'],
    into: (history, random) => {
      const told = history.received.filter(({ entry }) => entry !== 'reset' && entry.message?.text)
      const one = random.pick(told)
      if (one.entry === 'reset' || one.entry.message === undefined) return history
      const message = { ...one.entry.message, text: 'something else' }
      const changed = { ...one, entry: { ...one.entry, message } }
      return { ...history, received: replaced(history.received, one, changed) }
    },
  },
  'a deleted text that is told again': {
    rules: ['I13'],
    into: (history, random) => {
      const gone = history.received.filter(
        ({ entry }) => entry !== 'reset' && entry.message?.isDeleted,
      )
      const one = random.pick(gone)
      if (one.entry === 'reset' || one.entry.message === undefined) return history
      const message = { ...one.entry.message, text: 'not gone' }
      const changed = { ...one, entry: { ...one.entry, message } }
      return { ...history, received: replaced(history.received, one, changed) }
    },
  },
  'a deletion that is lost': {
    rules: ['I13'],
    into: (history, random) => {
      const gone = deletedIn(history)
      const calls = history.calls.filter(
        ({ ask, outcome }) => ask.type === 'delete' && outcome === 'ok' && gone.has(ask.message),
      )
      const { ask } = random.pick(calls)
      if (ask.type !== 'delete') return history
      return retold(history, { room: ask.room, id: ask.message }, (told) => ({
        ...told,
        isDeleted: false,
        text: 'still here',
      }))
    },
  },
  'unread that counts the deleted': {
    rules: ['I11'],
    into: (history, random) => {
      const facts = new Facts(history)
      const { call, room } = anOverview(history, random, (c, r) =>
        facts
          .messages(r.id)
          .some(
            (m) => m.seq > r.readSeq && m.sender !== c.user && facts.isDeleted(r.id, m.seq, r.seq),
          ),
      )
      return reseen(history, call, room, { unread: room.unread + 1 })
    },
  },
  'a reaction that is lost': {
    rules: ['I1'],
    into: (history, random) => {
      const { ask, user } = random.pick(
        history.calls.filter((c) => c.ask.type === 'react' && c.ask.adds && c.outcome === 'ok'),
      )
      if (ask.type !== 'react') return history
      const other = { ...ask, emoji: ':z:' }
      const call = history.calls.find((c) => c.ask === ask && c.user === user)
      return call === undefined ? history : recalled(history, call, { ask: other })
    },
  },
  'a reaction that is counted twice': {
    rules: ['I5'],
    into: (history, random) => {
      const counted = history.finals.flatMap(({ entries, door }) =>
        door === 'rest'
          ? entries.flatMap(({ message }) => (message?.reactions.length ? [message] : []))
          : [],
      )
      const one = random.pick(counted)
      return retold(history, one, (told) => ({
        ...told,
        reactions: told.reactions.map(([emoji, count]) => [emoji, count + 1] as const),
      }))
    },
  },
  'swapped answers': {
    rules: ['I16'],
    into: (history, random) => {
      const all = acks(history)
      const a = random.pick(all)
      const b = random.pick(
        all.filter((c) => c.answer.message.clientId !== a.answer.message.clientId),
      )
      return recalled(recalled(history, a, { answer: b.answer }), b, { answer: a.answer })
    },
  },
}
