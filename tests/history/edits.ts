import type { Facts } from './facts.ts'
import type { Call, History, Said, Violation } from './history.ts'

/** I2, I5 and I13: every version of a message has one text, somebody's, and what was deleted is gone. */
export function* checkEdits(history: History, facts: Facts): Iterable<Violation> {
  yield* oneTextEach(history)
  yield* acknowledgedChanges(history, facts)
  yield* neverOld(history, facts)
}

/** All that anybody was ever told of messages, wherever. */
function* told({ calls, heard, finals }: History): Iterable<Said> {
  for (const { answer } of calls) {
    if (answer?.type === 'send' || answer?.type === 'edit') yield answer.message
    if (answer?.type === 'history') yield* answer.messages
  }
  for (const { entry } of heard) if (entry !== 'reset' && entry.message) yield entry.message
  for (const { entries } of finals) for (const { message } of entries) if (message) yield message
}

function* oneTextEach(history: History): Iterable<Violation> {
  const edits = new Map<string, Call[]>()
  for (const call of history.calls)
    if (call.ask.type === 'edit')
      edits.set(call.ask.message, [...(edits.get(call.ask.message) ?? []), call])
  const texts = new Map<string, string>()
  for (const message of told(history)) {
    const { id, version, text, isDeleted } = message
    if (isDeleted) {
      if (text !== '') yield { rule: 'I13', says: `deleted, and told: ${describe(message)}` }
      continue
    }
    const key = `${id} ${version}`
    const known = texts.get(key)
    texts.set(key, text)
    if (known !== undefined) {
      if (known !== text) yield { rule: 'I5', says: `once it was ${known}: ${describe(message)}` }
    } else if (version > 1 && !(edits.get(id) ?? []).some((call) => isBy(call, message)))
      yield { rule: 'I2', says: `never edited so: ${describe(message)}` }
  }
}

/** The author asked for this text, and was not definitely refused. */
const isBy = ({ ask, user, outcome }: Call, { sender, text }: Said): boolean =>
  ask.type === 'edit' && ask.text === text && user === sender && outcome !== 'fail'

/** What was acknowledged holds in the end: a version is never lower, and what was deleted stays so. */
function* acknowledgedChanges({ calls }: History, facts: Facts): Iterable<Violation> {
  const stored = new Map<string, Said>()
  const messageOf = (room: string, id: string) => {
    if (stored.size === 0 || !stored.has(id))
      for (const message of facts.messages(room)) stored.set(message.id, message)
    return stored.get(id)
  }
  for (const { outcome, ask, answer } of calls) {
    if (outcome !== 'ok') continue
    if (ask.type === 'edit' && answer?.type === 'edit') {
      const final = messageOf(ask.room, ask.message)
      if (final === undefined || final.version < answer.message.version)
        yield { rule: 'I13', says: `edited to ${ask.text}, stored ${final && describe(final)}` }
      if (answer.message.text !== ask.text || answer.message.id !== ask.message)
        yield { rule: 'I16', says: `edited to ${ask.text}, told ${describe(answer.message)}` }
    }
    if (ask.type === 'delete' && messageOf(ask.room, ask.message)?.isDeleted !== true)
      yield { rule: 'I13', says: `${ask.message} was deleted, and is there` }
  }
}

/** Whoever tells an event tells its message at least as new as that event made it. */
function* neverOld({ heard, finals }: History, facts: Facts): Iterable<Violation> {
  const entries = [
    ...heard.flatMap(({ listener, entry }) => (entry === 'reset' ? [] : [{ by: listener, entry }])),
    ...finals.flatMap(({ node, door, entries }) =>
      entries.map((entry) => ({ by: `node ${node}, ${door}`, entry })),
    ),
  ]
  for (const { by, entry } of entries) {
    const { message, seq } = entry
    if (message === undefined) continue
    const version = facts.versionAt(message.room, message.seq, seq)
    const isGone = facts.isDeleted(message.room, message.seq, seq)
    if (message.version < version || (isGone && !message.isDeleted))
      yield { rule: 'I13', says: `${by} told at ${seq}, too old: ${describe(message)}` }
  }
}

const describe = ({ room, seq, id, version, text }: Said): string =>
  `${room}:${seq} ${id} version ${version}: ${text}`
