import type { Facts } from './facts.ts'
import type { Ask, Call, History, Said, Violation } from './history.ts'

type Send = Extract<Ask, { type: 'send' }>
type Line = Extract<Ask, { type: 'line' }>

/** I1, I2, I3, I8 and I16: what was sent or said, what was acknowledged, and what is stored. */
export function* checkSends({ rooms, calls }: History, facts: Facts): Iterable<Violation> {
  const sends = new Map<string, Call[]>()
  for (const call of calls) {
    const { ask } = call
    if (ask.type !== 'send' && ask.type !== 'line') continue
    const key =
      ask.type === 'send' ? keyOf(ask.room, call.user, ask.clientId) : keyOf(ask.room, ask.text)
    sends.set(key, [...(sends.get(key) ?? []), call])
    if (ask.type === 'send') yield* acknowledged(call, ask, facts)
    else yield* received(call, ask, facts)
  }
  for (const { id } of rooms) {
    const seen = new Set<string>()
    for (const message of facts.messages(id)) {
      const { sender, clientId, text } = message
      const key = clientId === '' ? keyOf(id, text) : keyOf(id, sender, clientId)
      if (seen.has(key)) yield { rule: 'I3', says: `stored twice: ${describe(message)}` }
      seen.add(key)
      yield* stored(message, sends.get(key) ?? [], facts)
    }
  }
  for (const tries of sends.values()) yield* once(tries)
}

function* acknowledged(call: Call, ask: Send, facts: Facts): Iterable<Violation> {
  if (call.outcome !== 'ok' || call.answer?.type !== 'send') return
  const { message } = call.answer
  const isMine = message.sender === call.user && message.clientId === ask.clientId
  // Tried again, it is answered with what has become of it.
  const isChanged = message.version > 1 || message.isDeleted
  const isSo =
    message.thread === (ask.thread ?? '') &&
    message.inRoom === (ask.inRoom ?? false) &&
    message.silent === (ask.silent ?? false)
  if (!isMine || !isSo || message.room !== ask.room || (!isChanged && message.text !== ask.text))
    yield { rule: 'I16', says: `${call.user} sent ${ask.text}, and was told ${describe(message)}` }
  const kept = facts.entry(message.room, message.seq)?.message
  if (kept === undefined || kept.id !== message.id)
    yield {
      rule: 'I1',
      says: `acknowledged ${describe(message)}, stored ${kept ? describe(kept) : 'nothing'}`,
    }
}

/** A line of a quick room has no answer but itself. */
function* received(
  { outcome, user }: Call,
  { room, text }: Line,
  facts: Facts,
): Iterable<Violation> {
  if (outcome === 'ok' && !facts.messages(room).some((message) => message.text === text))
    yield { rule: 'I1', says: `${user} received their own line, stored nothing: ${text}` }
}

function* stored(message: Said, tries: readonly Call[], facts: Facts): Iterable<Violation> {
  const isChanged = message.version > 1 || message.isDeleted
  const isSent = tries.some(
    ({ ask }) =>
      (ask.type === 'send' || ask.type === 'line') && (isChanged || ask.text === message.text),
  )
  if (!isSent) return yield { rule: 'I2', says: `never sent so: ${describe(message)}` }
  if (tries.every((call) => call.outcome === 'fail'))
    yield { rule: 'I2', says: `refused, and stored: ${describe(message)}` }
  const begun = Math.min(...tries.map((call) => call.begun))
  const floor = facts.floor(message.room, begun)
  if (floor >= message.seq)
    yield { rule: 'I8', says: `${floor} was known before this began: ${describe(message)}` }
}

function* once(tries: readonly Call[]): Iterable<Violation> {
  const told = tries.flatMap(({ outcome, answer }) =>
    outcome === 'ok' && answer?.type === 'send' ? [answer.message] : [],
  )
  for (const message of told)
    if (message.id !== told[0]?.id || message.seq !== told[0]?.seq)
      yield { rule: 'I3', says: `acknowledged as another: ${describe(message)}` }
}

const keyOf = (...words: readonly string[]): string => words.join(' ')

const describe = ({ room, seq, id, sender, text }: Said): string =>
  `${room}:${seq} ${id} by ${sender}: ${text}`
