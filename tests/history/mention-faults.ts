import { ownOf } from './facts.ts'
import { type Fault, recalled, replaced } from './fault.ts'
import { acknowledged, inFinals } from './fault-tools.ts'
import type { Entry, History, List, Said } from './history.ts'
import { EVE } from './model-state.ts'
import type { Random } from './random.ts'

/** A message that was read in the end over REST, changed there. */
function asRead(
  history: History,
  random: Random,
  fits: (message: Said) => boolean,
  change: (message: Said) => Partial<Said>,
): History {
  const final = random.pick(history.finals.filter((f) => f.door === 'rest' && f.entries.some(has)))
  const entry = random.pick(final.entries.filter(has))
  const message = entry.message && { ...entry.message, ...change(entry.message) }
  const entries = replaced(final.entries, entry, { ...entry, message })
  return { ...history, finals: replaced(history.finals, final, { ...final, entries }) }

  function has({ message }: Entry): boolean {
    return message !== undefined && fits(message)
  }
}

function relisted(history: History, random: Random, what: List['what']): History {
  const list = random.pick(history.lists.filter((l) => l.what === what && l.messages.length > 0))
  const shorter = { ...list, messages: list.messages.slice(1) }
  return { ...history, lists: replaced(history.lists, list, shorter) }
}

/** A mention in somebody's own log, wherever that is told. */
function mentioned(
  history: History,
  random: Random,
  change: (entry: Entry) => readonly Entry[],
): History {
  const logs = history.finals.flatMap(({ room, entries }) =>
    entries.flatMap((entry) => (entry.type === 'mention.created' ? [{ room, entry }] : [])),
  )
  const { room, entry } = random.pick(logs)
  return inFinals(history, room, (one) => (one.seq === entry.seq ? change(one) : [one]))
}

/** What may go wrong with pins, threads, mentions, own logs and restored messages. */
export const MENTION_FAULTS: Readonly<Record<string, Fault>> = {
  'a pin that is lost': {
    rules: ['I1'],
    into: (history, random) => {
      const call = random.pick(acknowledged(history, 'pin', ({ adds }) => adds))
      if (call.ask.type !== 'pin') return history
      const pinned = new Set(
        acknowledged(history, 'pin').flatMap(({ ask }) => ('message' in ask ? ask.message : [])),
      )
      const other = history.finals
        .flatMap(({ entries }) => entries.flatMap(({ message }) => message ?? []))
        .find(({ id, room }) => 'room' in call.ask && room === call.ask.room && !pinned.has(id))
      return recalled(history, call, { ask: { ...call.ask, message: other?.id ?? '' } })
    },
  },
  'a pin that is not shown': {
    rules: ['I5'],
    into: (history, random) =>
      asRead(
        history,
        random,
        (m) => !m.isDeleted,
        (m) => ({ isPinned: !m.isPinned }),
      ),
  },
  'a pin that is not listed': {
    rules: ['I5'],
    into: (history, random) => relisted(history, random, 'pins'),
  },
  'a thread that is counted wrong': {
    rules: ['I5'],
    into: (history, random) =>
      asRead(
        history,
        random,
        (m) => m.thread === '',
        (m) => ({ replies: m.replies + 1 }),
      ),
  },
  'a reply that stands elsewhere': {
    rules: ['I16', 'I5'],
    into: (history, random) => {
      const call = random.pick(acknowledged(history, 'send', (ask) => ask.thread !== undefined))
      if (call.answer?.type !== 'send') return history
      const message = { ...call.answer.message, thread: '' }
      return recalled(history, call, { answer: { type: 'send', message } })
    },
  },
  'a thread that was read, and is not': {
    rules: ['I12'],
    into: (history, random) => {
      const call = random.pick(acknowledged(history, 'markThreadRead'))
      return call.ask.type === 'markThreadRead'
        ? recalled(history, call, { ask: { ...call.ask, seq: 1e6 } })
        : history
    },
  },
  'a thread that was followed, and is not': {
    rules: ['I1'],
    into: (history, random) => {
      const call = random.pick(acknowledged(history, 'follow', ({ adds }) => adds))
      return call.ask.type === 'follow'
        ? recalled(history, call, { ask: { ...call.ask, message: 'msg-none' } })
        : history
    },
  },
  'a mention that is lost': {
    rules: ['I1'],
    into: (history, random) => mentioned(history, random, () => []),
  },
  'a mention that is told twice': {
    rules: ['I3'],
    into: (history, random) =>
      mentioned(history, random, (entry) => [entry, { ...entry, seq: entry.seq + 0.5 }]),
  },
  'a mention of nobody': {
    rules: ['I2'],
    into: (history, random) =>
      mentioned(history, random, (entry) => [{ ...entry, detail: 'room-a msg-none' }]),
  },
  'a mention that is not listed': {
    rules: ['I5'],
    into: (history, random) => relisted(history, random, 'mentions'),
  },
  'mentions that count what is not unread': {
    rules: ['I11'],
    into: (history, random) => {
      const call = random.pick(
        acknowledged(history, 'rooms').filter(
          ({ answer }) => answer?.type === 'rooms' && answer.rooms.length > 0,
        ),
      )
      if (call.answer?.type !== 'rooms') return history
      const room = random.pick(call.answer.rooms)
      const rooms = replaced(call.answer.rooms, room, { ...room, mentions: room.mentions + 1 })
      return recalled(history, call, { answer: { type: 'rooms', rooms } })
    },
  },
  'an own log of another': {
    rules: ['I16'],
    into: (history, random) => {
      const one = random.pick(history.received.filter(({ log }) => log === ownOf('ana')))
      return { ...history, received: [...history.received, { ...one, listener: `${EVE}/1` }] }
    },
  },
  'a restored message that is not back': {
    rules: ['I13'],
    into: (history, random) => {
      const call = random.pick(acknowledged(history, 'restore'))
      if (call.answer?.type !== 'restore') return history
      const { message } = call.answer
      const higher = { ...message, version: message.version + 100 }
      return recalled(history, call, { answer: { type: 'restore', message: higher } })
    },
  },
  'a text that nobody restored': {
    rules: ['I2'],
    into: (history, random) => {
      const there = new Set(
        history.finals.flatMap(({ entries }) =>
          entries.flatMap(({ message }) => (message?.text ? [message.id] : [])),
        ),
      )
      const { message } = random.pick(
        history.calls.flatMap(({ ask }) =>
          ask.type === 'restore' && there.has(ask.message) ? [ask] : [],
        ),
      )
      const calls = history.calls.filter(
        ({ ask }) => !('message' in ask) || ask.message !== message,
      )
      return { ...history, calls }
    },
  },
}
