import { ownOf } from './facts.ts'
import { type Fault, recalled, replaced } from './fault.ts'
import type { Ask, Call, Entry, History, List, Quick, Said, Signalled } from './history.ts'
import { EVE } from './model.ts'
import type { Random } from './random.ts'

const acknowledged = <T extends Ask['type']>(
  { calls }: History,
  type: T,
  fits: (ask: Extract<Ask, { type: T }>) => boolean = () => true,
): Call[] =>
  calls.filter(
    ({ ask, outcome }) =>
      outcome === 'ok' && ask.type === type && fits(ask as Extract<Ask, { type: T }>),
  )

/** Every final read of a log, entry by entry. */
const inFinals = (
  history: History,
  log: string,
  change: (entry: Entry) => readonly Entry[],
): History => ({
  ...history,
  finals: history.finals.map((final) =>
    final.room === log ? { ...final, entries: final.entries.flatMap(change) } : final,
  ),
})

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

function quicker(
  history: History,
  random: Random,
  fits: (quick: Quick) => boolean,
  change: (lines: Quick['lines']) => Quick['lines'],
): History {
  const quick = random.pick(history.quicks.filter(fits))
  const changed = { ...quick, lines: change(quick.lines) }
  return { ...history, quicks: replaced(history.quicks, quick, changed) }
}

/** What of pins, threads, mentions, own logs, quick rooms and what passes may go wrong. */
export const MORE_FAULTS: Readonly<Record<string, Fault>> = {
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
  'a quick line that is lost': {
    rules: ['I1'],
    into: (history, random) => {
      const call = random.pick(acknowledged(history, 'line'))
      return call.ask.type === 'line'
        ? recalled(history, call, { ask: { ...call.ask, text: 'received, and not stored' } })
        : history
    },
  },
  'a quick line of nobody': {
    rules: ['I2'],
    into: (history, random) => {
      const call = random.pick(acknowledged(history, 'line'))
      return { ...history, calls: replaced(history.calls, call) }
    },
  },
  'a quick line that is stored twice': {
    rules: ['I3'],
    into: (history, random) => {
      const { ask } = random.pick(acknowledged(history, 'line'))
      if (ask.type !== 'line') return history
      return inFinals(history, ask.room, (entry) =>
        entry.message?.text === ask.text ? [entry, { ...entry, seq: entry.seq + 0.5 }] : [entry],
      )
    },
  },
  'a quick line that was not received': {
    rules: ['I6'],
    into: (history, random) =>
      quicker(
        history,
        random,
        ({ lines }) => lines.length > 3,
        (lines) => lines.toSpliced(random.between(0, lines.length - 2), 1),
      ),
  },
  'a quick line that was received twice': {
    rules: ['I6'],
    into: (history, random) =>
      quicker(
        history,
        random,
        ({ lines }) => lines.length > 3,
        (lines) => {
          const at = random.between(0, lines.length - 2)
          return lines.toSpliced(at, 0, ...lines.slice(at, at + 1))
        },
      ),
  },
  'quick lines that end early': {
    rules: ['I7'],
    into: (history, random) =>
      quicker(
        history,
        random,
        ({ isOpen }) => isOpen,
        (lines) => lines.slice(0, -1),
      ),
  },
  'typing that never ends': {
    rules: ['I17'],
    into: (history) => {
      const first = history.signals.find(({ type }) => type === 'typing.started')
      const isOther = ({ type, user }: Signalled) =>
        type === 'presence.changed' || user !== first?.user
      return { ...history, signals: history.signals.filter((s) => s === first || isOther(s)) }
    },
  },
  'typing of who never typed': {
    rules: ['I2'],
    into: (history, random) => {
      const one = random.pick(history.signals.filter(({ type }) => type === 'typing.started'))
      const other = { ...one, user: 'dan' }
      return { ...history, signals: replaced(history.signals, one, other) }
    },
  },
  'a signal for who is in no room': {
    rules: ['I10'],
    into: (history, random) => {
      const one = { ...random.pick(history.signals), listener: `${EVE}/1` }
      return { ...history, signals: [...history.signals, one] }
    },
  },
  'seen after leaving': {
    rules: ['I17'],
    into: (history, random) => {
      const one = random.pick(history.presences)
      const more = { ...one, told: [...one.told, 'ben'] }
      return { ...history, presences: replaced(history.presences, one, more) }
    },
  },
  'there, and not seen': {
    rules: ['I17'],
    into: (history, random) => {
      const one = random.pick(history.presences)
      const less = { ...one, told: one.told.slice(1) }
      return { ...history, presences: replaced(history.presences, one, less) }
    },
  },
}
