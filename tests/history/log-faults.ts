import { Facts, isOwn } from './facts.ts'
import { type Fault, recalled, replaced } from './fault.ts'
import { acks, added, aHearing, refinal, rewritten, without } from './fault-tools.ts'
import type { Heard } from './history.ts'
import { EVE, PLAIN } from './model-state.ts'

/** What may go wrong in logs, deliveries, and the order of both. */
export const LOG_FAULTS: Readonly<Record<string, Fault>> = {
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
  'a hidden event that others receive': {
    rules: ['I21'],
    into: (history, random) => {
      const one = random.pick(history.received.filter(isOf('event.skipped')))
      const facts = new Facts(history)
      const entry = facts.entry(one.log, one.entry === 'reset' ? 0 : one.entry.seq)
      return entry
        ? { ...history, received: replaced(history.received, one, { ...one, entry }) }
        : history
    },
  },
  'an event that is skipped for everybody': {
    rules: ['I21'],
    into: (history, random) => {
      const one = random.pick(history.received.filter(isOf('message.created')))
      const { seq } = one.entry === 'reset' ? { seq: 0 } : one.entry
      const entry = { seq, type: 'event.skipped' }
      return { ...history, received: replaced(history.received, one, { ...one, entry }) }
    },
  },
  'a hidden message in the history of others': {
    rules: ['I5'],
    into: (history, random) => {
      const hidden = new Map(
        history.rooms.map(({ id }) => [
          id,
          new Facts(history).messages(id).filter((m) => m.isHidden),
        ]),
      )
      const pages = history.calls.filter(
        ({ ask, answer, user }) =>
          ask.type === 'history' &&
          answer?.type === 'history' &&
          user === 'ben' &&
          hidden.get(ask.room)?.length,
      )
      const call = random.pick(pages)
      const { ask, answer } = call
      if (ask.type !== 'history' || answer?.type !== 'history') return history
      const messages = [...answer.messages, ...(hidden.get(ask.room) ?? [])]
      return recalled(history, call, { answer: { ...answer, messages } })
    },
  },
}

const isOf =
  (type: string) =>
  ({ entry }: Heard): boolean =>
    entry !== 'reset' && entry.type === type
