import { Facts, ownOf } from './facts.ts'
import { type Fault, replaced } from './fault.ts'
import { acks, refinal } from './fault-tools.ts'
import type { Call, Heard, History } from './history.ts'
import { FAY } from './model-sessions.ts'
import type { Random } from './random.ts'

/** What may go wrong with sessions and their tokens. */
export const SESSION_FAULTS: Readonly<Record<string, Fault>> = {
  'a connection that its session does not end': {
    rules: ['I19'],
    into: (history, random) => {
      const one = random.pick(history.received.filter(isOwnEnd(history)))
      const other = random.pick(history.received.filter(({ log }) => log === one.log))
      const late = { ...one, at: one.at + 1, entry: other.entry }
      return { ...history, received: replaced(history.received, one, one, late) }
    },
  },
  'what passes after the end of a session': {
    rules: ['I19'],
    into: (history, random) => {
      const { entry: _, ...one } = random.pick(history.received.filter(isOwnEnd(history)))
      const signal = { ...one, at: one.at + 1, type: 'presence.changed', user: 'ana', thread: '' }
      return { ...history, signals: [...history.signals, signal] }
    },
  },
  'a message of long after the end of a session': {
    rules: ['I19'],
    into: (history, random) => {
      const end = random.pick(history.received.filter(isOwnEnd(history)))
      const call = random.pick(acks(history))
      const late = { ...call, begun: end.at + 8000, ended: end.at + 8001 }
      const { message } = call.answer
      const entry = { seq: message.seq, type: 'message.created', message }
      const heard = { ...end, at: end.at + 8002, log: message.room, entry }
      return {
        ...history,
        calls: history.calls.map((one) =>
          one.ask.type === 'send' && one.ask.clientId === message.clientId ? late : one,
        ),
        received: replaced(history.received, end, heard),
      }
    },
  },
  'a connection opened after the end of its session': {
    rules: ['I19'],
    into: (history, random) => {
      const refused = random.pick(history.connections.filter(({ isRefused }) => isRefused))
      const { listener, connection, begun } = refused
      const any = random.pick(history.received)
      const heard = { ...any, listener, connection, at: begun + 1 }
      return { ...history, received: [...history.received, heard] }
    },
  },
  'a call by the tokens of a session that has ended': {
    rules: ['I19'],
    into: (history, random) => {
      const [end, session] = anEnd(history, random)
      return { ...history, calls: [...history.calls, callBy(session, end.node, end.ended + 1)] }
    },
  },
  'the same on another node, long after': {
    rules: ['I19'],
    into: (history, random) => {
      const [end, session] = anEnd(history, random)
      const late = callBy(session, end.node + 1, end.ended + 5001)
      return { ...history, calls: [...history.calls, late] }
    },
  },
  'a refresh after the end of the session': {
    rules: ['I19'],
    into: (history, random) => {
      const [end, session] = anEnd(history, random)
      const tokens = { session, refreshToken: 'token-late' }
      const ask = { type: 'refresh', ...tokens } as const
      const call = callBy(session, end.node + 1, end.ended + 1)
      const answer = {
        type: 'refresh',
        session,
        accessToken: '',
        refreshToken: 'token-later',
      } as const
      return { ...history, calls: [...history.calls, { ...call, ask, answer }] }
    },
  },
  'two successors of one refresh token': {
    rules: ['I19'],
    into: (history, random) => {
      const call = random.pick(history.calls.filter(({ answer }) => answer?.type === 'refresh'))
      if (call.answer?.type !== 'refresh') return history
      const answer = { ...call.answer, refreshToken: 'token-other' }
      return { ...history, calls: [...history.calls, { ...call, answer }] }
    },
  },
  'a refresh of another session': {
    rules: ['I16'],
    into: (history, random) => {
      const call = random.pick(history.calls.filter(({ answer }) => answer?.type === 'refresh'))
      if (call.answer?.type !== 'refresh') return history
      const answer = { ...call.answer, session: 'ses-other' }
      return { ...history, calls: replaced(history.calls, call, { ...call, answer }) }
    },
  },
  'a session that ends by itself': {
    rules: ['I19'],
    into: (history) => {
      const log = ownOf(FAY)
      const seq = new Facts(history).head(log) + 1
      const entry = { seq, type: 'session.ended', subject: 'ses-none', detail: 'signed_out' }
      // What is not asked by the user is not asked at all.
      const calls = history.calls.filter(({ ask }) => ask.type !== 'signOutAll')
      return refinal({ ...history, calls }, log, (entries) => [...entries, entry])
    },
  },
  'a session that somebody ended before it began': {
    rules: ['I19'],
    into: (history) => {
      const signIn = history.calls.findLast(({ answer }) => answer?.type === 'signIn')
      if (signIn?.answer?.type !== 'signIn') return history
      const { begun, answer } = signIn
      const entry = { type: 'session.ended', subject: answer.session, detail: 'signed_out' }
      const calls = history.calls.filter((call) => call.begun <= begun)
      return refinal({ ...history, calls }, ownOf(FAY), (entries) => {
        const log = entries.filter(({ subject }) => subject !== answer.session)
        return [...log, { ...entry, seq: log.length + 1 }]
      })
    },
  },
  'a connection that is refused before its session ends': {
    rules: ['I19'],
    into: (history, random) => {
      const one = random.pick(history.connections)
      const refused = { ...one, session: 'ses-none', isRefused: true }
      return { ...history, connections: replaced(history.connections, one, refused) }
    },
  },
  'an end that no log has': {
    rules: ['I1'],
    into: (history, random) => {
      const [, session] = anEnd(history, random)
      return refinal(history, ownOf(FAY), (entries) =>
        entries
          .filter(({ subject }) => subject !== session)
          .map((entry, i) => ({ ...entry, seq: i + 1 })),
      )
    },
  },
}

/** That of the session of its own connection. */
const isOwnEnd =
  ({ connections }: History) =>
  ({ entry, listener, connection }: Heard): boolean =>
    entry !== 'reset' &&
    entry.type === 'session.ended' &&
    connections.some(
      (one) =>
        one.listener === listener && one.connection === connection && one.session === entry.subject,
    )

/** An acknowledged signing out, and the session that it has ended. */
function anEnd({ calls }: History, random: Random): [Call, string] {
  const end = random.pick(calls.filter(({ ask }) => ask.type === 'signOut'))
  return [end, end.ask.type === 'signOut' ? end.ask.session : '']
}

const callBy = (session: string, node: number, begun: number): Call => ({
  ...{ user: FAY, node, door: 'rest', session, begun, ended: begun + 1, outcome: 'ok' },
  ...{ ask: { type: 'rooms' }, answer: { type: 'rooms', rooms: [] } },
})
