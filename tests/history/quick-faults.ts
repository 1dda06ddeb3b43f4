import { type Fault, recalled, replaced } from './fault.ts'
import { acknowledged, inFinals } from './fault-tools.ts'
import type { History, Quick, Signalled } from './history.ts'
import { EVE } from './model-state.ts'
import type { Random } from './random.ts'

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

/** What may go wrong in quick rooms, and with ephemeral events. */
export const QUICK_FAULTS: Readonly<Record<string, Fault>> = {
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
