import { type Fault, recalled, replaced } from './fault.ts'
import type { Ask, Call, Heard, History, Meeting } from './history.ts'
import { ASKED, ASKER, ERASED } from './model-meetings.ts'
import type { Random } from './random.ts'

type Calls = (call: Call) => boolean

/** What may go wrong with bans, mutes, blocks, requests and erasures. */
export const MEETING_FAULTS: Readonly<Record<string, Fault>> = {
  'a message of somebody who is banned or muted': {
    rules: ['I22'],
    into: (history, random) =>
      done(history, random, (call) => isRefused(call, 'send') && isIn(history, call)),
  },
  'a joining of somebody who is banned': {
    rules: ['I22'],
    into: (history, random) => done(history, random, (call) => isRefused(call, 'member')),
  },
  'a message that is received in spite of the ban': {
    rules: ['I22'],
    into: (history) => {
      const { host, room } = theMeeting(history)
      const message = history.calls.find(({ user, ask }) => user === host && ask.type === 'send')
      const one = history.received.find(
        ({ log, listener }) => log === room && isOf(listener, ASKER),
      )
      if (message?.answer?.type !== 'send' || one === undefined) return history
      const entry = { ...messageEntry, seq: message.answer.message.seq }
      const heard = { ...one, entry: { ...entry, message: message.answer.message } }
      return { ...history, received: [...history.received, heard] }
    },
  },
  'a call of somebody who is banned from the server': {
    rules: ['I22'],
    into: (history, random) =>
      done(history, random, (call) => call.user === ERASED && isRefused(call, 'send')),
  },
  'an event after the ban from the server': {
    rules: ['I22'],
    into: (history) => {
      const meeting = theMeeting(history)
      const [first] = meeting.receivedByErased
      if (first === undefined) return history
      const receivedByErased = [...meeting.receivedByErased, first]
      return { ...history, meetings: [{ ...meeting, receivedByErased }] }
    },
  },
  'a message of somebody who is blocked': {
    rules: ['I23'],
    into: (history, random) => {
      const isSkipped = ({ entry, log }: Heard) =>
        entry !== 'reset' && entry.type === 'event.skipped' && theDms(history).includes(log)
      const skipped = random.pick(history.received.filter(isSkipped))
      const told = history.received.find((one) => isOf(one.listener, ASKER) && isSame(one, skipped))
      const shown = { ...skipped, entry: told?.entry ?? 'reset' }
      return { ...history, received: replaced(history.received, skipped, shown) }
    },
  },
  'a blocked message that is hidden from its sender': {
    rules: ['I7'],
    into: (history, random) => {
      const isSkipped = ({ entry }: Heard) => entry !== 'reset' && entry.type === 'event.skipped'
      const skipped = random.pick(
        history.received.filter((one) => isSkipped(one) && theDms(history).includes(one.log)),
      )
      const received = history.received.filter(
        (one) => !isOf(one.listener, ASKER) || !isSame(one, skipped),
      )
      return { ...history, received }
    },
  },
  'a message that stays hidden after the block': {
    rules: ['I7'],
    into: (history) => {
      const isLast = ({ listener, log, entry }: Heard) =>
        listener === `${ASKED}/1` && theDms(history)[0] === log && entry !== 'reset'
      const last = history.received.findLast(isLast)
      return { ...history, received: history.received.filter((one) => one !== last) }
    },
  },
  'a dm that comes in another order': {
    rules: ['I6'],
    into: (history, random) => {
      const [dm] = theDms(history)
      const one = random.pick(history.received.filter(({ log }) => log === dm))
      return { ...history, received: replaced(history.received, one, one, one) }
    },
  },
  'a dm without consent': {
    rules: ['I24'],
    into: (history, random) => done(history, random, (call) => isRefused(call, 'dm')),
  },
  'a message after the other one has left': {
    rules: ['I24'],
    into: (history, random) =>
      done(history, random, (call) => {
        const isOfDm = 'room' in call.ask && theDms(history)[0] === call.ask.room
        return call.user === ASKER && isRefused(call, 'send') && isOfDm
      }),
  },
  'a message that is there before the consent': {
    rules: ['I24'],
    into: (history) => {
      const one = history.received.find(({ listener, log, entry }) => {
        const sender = entry === 'reset' ? undefined : entry.message?.sender
        return isOf(listener, ASKED) && theDms(history)[0] === log && sender === ASKER
      })
      if (one === undefined) return history
      return { ...history, received: replaced(history.received, one, { ...one, at: 0 }) }
    },
  },
  'a call of somebody who is erased': {
    rules: ['I25'],
    into: (history, random) =>
      done(history, random, (call) => call.user === ERASED && isRefused(call, 'rooms')),
  },
  'a text of somebody who is erased': {
    rules: ['I25'],
    into: (history) => {
      const one = history.received.find(
        ({ listener, entry }) =>
          listener === `${ASKED}/2` && entry !== 'reset' && entry.message?.sender === ERASED,
      )
      if (one === undefined || one.entry === 'reset' || one.entry.message === undefined)
        return history
      const message = { ...one.entry.message, text: 'not erased' }
      const told = { ...one, entry: { ...one.entry, message } }
      return { ...history, received: replaced(history.received, one, told) }
    },
  },
}

const messageEntry = { type: 'message.created' } as const

/** One that was refused has been done. */
function done(history: History, random: Random, fits: Calls): History {
  const call = random.pick(history.calls.filter(fits))
  return recalled(history, call, { outcome: 'ok', answer: { type: 'typing' } })
}

const theMeeting = ({ meetings: [meeting] }: History): Meeting => {
  if (meeting === undefined) throw new Error('nobody has met')
  return meeting
}
const theDms = (history: History): readonly string[] => theMeeting(history).dms

const isRefused = ({ outcome, ask }: Call, type: Ask['type']): boolean =>
  outcome === 'fail' && ask.type === type && isOfMeeting(ask)
/** Others are refused, too. */
const isOfMeeting = (ask: Ask): boolean =>
  !('room' in ask) ||
  ask.room?.startsWith('room-meeting') ||
  ask.room?.startsWith('room-dm') === true

const isIn = (history: History, { ask }: Call): boolean =>
  'room' in ask && ask.room === theMeeting(history).room
const isOf = (listener: string, user: string): boolean => listener.startsWith(`${user}/`)
const isSame = (one: Heard, other: Heard): boolean =>
  one.log === other.log &&
  one.entry !== 'reset' &&
  other.entry !== 'reset' &&
  one.entry.seq === other.entry.seq
