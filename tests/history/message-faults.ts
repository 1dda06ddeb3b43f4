import { Facts } from './facts.ts'
import { type Fault, recalled, replaced } from './fault.ts'
import { acked, anOverview, deletedIn, reseen, retold } from './fault-tools.ts'

/** What may go wrong with unread counts, edits, deletions and reactions. */
export const MESSAGE_FAULTS: Readonly<Record<string, Fault>> = {
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
}
