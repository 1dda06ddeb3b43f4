import type { Facts } from './facts.ts'
import type { Call, History, Said, Violation } from './history.ts'

/** I2, I5 and I13: every version of a message has one text, somebody's, and what was deleted is gone. */
export function* checkEdits(history: History, facts: Facts): Iterable<Violation> {
  yield* oneTextEach(history)
  yield* acknowledgedChanges(history, facts)
  yield* neverOld(history, facts)
}

/** All that anybody was ever told of messages, wherever. */
function* told({ calls, received, finals }: History): Iterable<Said> {
  for (const { answer } of calls) {
    if (answer !== undefined && 'message' in answer) yield answer.message
    if (answer?.type === 'history') yield* answer.messages
  }
  for (const { entry } of received) if (entry !== 'reset' && entry.message) yield entry.message
  for (const { entries } of finals) for (const { message } of entries) if (message) yield message
}

function* oneTextEach(history: History): Iterable<Violation> {
  const edits = new Map<string, Call[]>()
  const sent = new Map<string, string>()
  for (const call of history.calls) {
    const { ask, user } = call
    if (ask.type === 'edit' || ask.type === 'restore')
      edits.set(ask.message, [...(edits.get(ask.message) ?? []), call])
    if (ask.type === 'send') sent.set(`${ask.room} ${user} ${ask.clientId}`, ask.text)
  }
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
    } else if (version > 1 && !isMade(message, edits.get(id) ?? [], sent))
      yield { rule: 'I2', says: `never edited so: ${describe(message)}` }
  }
}

/** The author asked for this text, or for it to be back, and was not definitely refused. */
function isMade(message: Said, calls: readonly Call[], sent: ReadonlyMap<string, string>): boolean {
  const { room, sender, clientId, text } = message
  const own = calls.filter(({ user, outcome }) => user === sender && outcome !== 'fail')
  const isRestored = own.some(({ ask }) => ask.type === 'restore')
  if (isRestored && sent.get(`${room} ${sender} ${clientId}`) === text) return true
  return own.some(({ ask }) => ask.type === 'edit' && ask.text === text)
}

/** What was acknowledged holds in the end: a version is never lower, and each deletion is in the log. */
function* acknowledgedChanges({ calls }: History, facts: Facts): Iterable<Violation> {
  const stored = new Map<string, Said>()
  const messageOf = (room: string, id: string) => {
    if (stored.size === 0 || !stored.has(id))
      for (const message of facts.messages(room)) stored.set(message.id, message)
    return stored.get(id)
  }
  for (const { outcome, ask, answer } of calls) {
    if (outcome !== 'ok') continue
    if (answer?.type === 'edit' || answer?.type === 'restore') {
      const told = answer.message
      const final = messageOf(told.room, told.id)
      if (final === undefined || final.version < told.version)
        yield { rule: 'I13', says: `told ${describe(told)}, stored ${final && describe(final)}` }
      if (!('message' in ask) || told.id !== ask.message)
        yield { rule: 'I16', says: `asked for another, told ${describe(told)}` }
      if (ask.type === 'edit' && told.text !== ask.text)
        yield { rule: 'I16', says: `edited to ${ask.text}, told ${describe(told)}` }
    }
    if (ask.type !== 'delete') continue
    const seq = messageOf(ask.room, ask.message)?.seq ?? 0
    if (!facts.wasDeleted(ask.room, seq, facts.head(ask.room)))
      yield { rule: 'I13', says: `${ask.message} was deleted, and the log has it not` }
  }
}

/** In the end a message is deleted where the log says so; whoever tells an event tells its message at least as new as that event made it. */
function* neverOld({ received, finals }: History, facts: Facts): Iterable<Violation> {
  for (const { node, door, entries } of finals)
    for (const { message } of entries)
      if (
        message !== undefined &&
        message.isDeleted !== facts.isDeleted(message.room, message.seq, facts.head(message.room))
      )
        yield { rule: 'I13', says: `in the end, by node ${node}, ${door}: ${describe(message)}` }
  const entries = [
    ...received.flatMap(({ listener, entry }) =>
      entry === 'reset' ? [] : [{ by: listener, entry }],
    ),
    ...finals.flatMap(({ node, door, entries }) =>
      entries.map((entry) => ({ by: `node ${node}, ${door}`, entry })),
    ),
  ]
  for (const { by, entry } of entries) {
    const { message, seq } = entry
    if (message === undefined) continue
    const version = facts.versionAt(message.room, message.seq, seq)
    const isGone = facts.isDeleted(message.room, message.seq, seq)
    // One that is newer may be back.
    const isBack = isGone && !message.isDeleted && message.version === version
    if (message.version < version || isBack)
      yield { rule: 'I13', says: `${by} told at ${seq}, too old: ${describe(message)}` }
  }
}

const describe = ({ room, seq, id, version, text }: Said): string =>
  `${room}:${seq} ${id} version ${version}: ${text}`
