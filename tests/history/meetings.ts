import type { Ask, Call, Entry, Heard, History, Meeting, Violation } from './history.ts'

/** Without a message of the node that banned or erased a user, other nodes take the user's tokens for so long at most. */
const RECHECK_MS = 5000

/** From an acknowledgement to the first try of its opposite. */
type Span = { readonly from: number; readonly to: number }
const ALWAYS: Span = { from: 0, to: Number.POSITIVE_INFINITY }

/** A message of a meeting: from its first try to its first acknowledgement. `end` is infinite without one. */
type Sent = Span & { readonly room: string; readonly sender: string; readonly clientId: string }

/**
 * I22: who is banned from a room or the server neither does nor receives anything there, and who is muted says nothing.
 * I23: what a blocked user says reaches everybody but who has blocked them. I24: nothing of a dm is there before its
 * request was accepted, nor after one of the two has left. I25: an erased user and their texts are gone.
 */
export function* checkMeetings(history: History): Iterable<Violation> {
  for (const meeting of history.meetings) {
    const sent = messagesOf(history, meeting)
    yield* sanctions(history, meeting, sent)
    yield* blocks(history, meeting, sent)
    yield* consent(history, meeting, sent)
    yield* erasure(history, meeting)
  }
}

/** A history without the dms of meetings, as the other checks know them from no final log. */
export function withoutDms(history: History): History {
  const dms = new Set(history.meetings.flatMap((meeting) => meeting.dms))
  const isElsewhere = ({ log }: { readonly log: string }) => !dms.has(log)
  return {
    ...history,
    calls: history.calls.filter(({ ask }) => !('room' in ask && dms.has(ask.room ?? ''))),
    received: history.received.filter(isElsewhere),
    signals: history.signals.filter(isElsewhere),
  }
}

function* sanctions(
  { calls, received, listeners }: History,
  { asker, host, room, erased, receivedByErased }: Meeting,
  sent: readonly Sent[],
): Iterable<Violation> {
  const spansOf = (kind: 'ban' | 'mute', of: string, by: string) =>
    spans(
      calls.filter(({ user }) => user === by),
      (ask) => ask.type === 'sanction' && ask.kind === kind && ask.user === of,
      (ask) => ask.type === 'lift' && ask.kind === kind && ask.user === of,
    )
  const bans = spansOf('ban', asker, host)
  const silent = [...bans, ...spansOf('mute', asker, host)]
  for (const call of calls) {
    const { user, ask, outcome } = call
    if (user !== asker || outcome !== 'ok' || !('room' in ask) || ask.room !== room) continue
    if (isWithin(spanOf(call), ask.type === 'send' ? silent : bans))
      yield { rule: 'I22', says: `${asker}: ${ask.type} in ${room} in spite of the sanction` }
  }
  const own = new Set(listeners.filter(({ user }) => user === asker).map(({ id }) => id))
  for (const heard of received.filter(({ listener, log }) => log === room && own.has(listener))) {
    const message = sent.find((one) => isOf(heard, one))
    if (message !== undefined && isWithin(message, bans))
      yield { rule: 'I22', says: `${heard.listener}: received ${message.clientId} while banned` }
  }

  const server = spansOf('ban', erased, 'app')
  for (const call of calls)
    if (call.user === erased && call.outcome === 'ok')
      if (isWithin(spanOf(call), server, RECHECK_MS))
        yield { rule: 'I22', says: `${erased}: ${call.ask.type}, banned from the server` }
  for (const all of Map.groupBy(receivedByErased, ({ connection }) => connection).values()) {
    const last = all.findIndex((heard) => entryOf(heard)?.type === 'sanction.created')
    if (last >= 0 && last < all.length - 1)
      yield { rule: 'I22', says: `${erased}: received ${show(all.at(-1))} after the ban` }
  }
}

function* blocks(
  { calls, received, listeners }: History,
  { asker, asked, dms }: Meeting,
  sent: readonly Sent[],
): Iterable<Violation> {
  const own = calls.filter(({ user }) => user === asked)
  const isBlock = (ask: Ask) => ask.type === 'block' && ask.adds
  const isEnd = (ask: Ask) => ask.type === 'block' && !ask.adds
  const blocked = spans(own, isBlock, isEnd)
  const open = spans(own, isEnd, isBlock, true)
  const mine = sent.filter(({ sender, room }) => sender === asker && dms.includes(room))
  for (const { id, user } of listeners) {
    if (user !== asker && user !== asked) continue
    const all = received.filter(({ listener }) => listener === id)
    const isReset = all.some(({ entry }) => entry === 'reset')
    yield* inOrder(id, all, dms)
    for (const message of mine) {
      const has = all.some((heard) => isOf(heard, message))
      const says = `${id}: ${message.clientId} of ${asker}`
      if (user === asked && has && isWithin(message, blocked))
        yield { rule: 'I23', says: `${says}, which is blocked` }
      const must = message.to < Number.POSITIVE_INFINITY && !isReset
      if (must && !has && (user === asker || isWithin(message, open)))
        yield { rule: 'I7', says: `${says} was never received` }
    }
  }
}

function* inOrder(id: string, all: readonly Heard[], dms: readonly string[]): Iterable<Violation> {
  const lasts = new Map<string, number>()
  for (const { log, entry } of all) {
    if (entry === 'reset' || !dms.includes(log)) continue
    const last = lasts.get(log) ?? 0
    if (entry.seq <= last) yield { rule: 'I6', says: `${id}, ${log}: ${entry.seq} after ${last}` }
    lasts.set(log, entry.seq)
  }
}

function* consent(
  { calls, received, listeners }: History,
  { asker, asked, erased, dms }: Meeting,
  sent: readonly Sent[],
): Iterable<Violation> {
  const own = calls.filter(({ user }) => user === asked)
  const isAccept = (ask: Ask) => ask.type === 'accept'
  const isLeaving = (ask: Ask) => ask.type === 'member' && ask.verb === 'leave'
  const apart = spans(own, isLeaving, isAccept, true)
  for (const call of calls)
    if (call.user === asker && call.ask.type === 'dm' && call.outcome === 'ok')
      if (isWithin(spanOf(call), apart))
        yield { rule: 'I24', says: `${asker}: a dm without the consent of ${asked}` }
  for (const message of sent)
    if (message.sender === asker && dms.includes(message.room) && isWithin(message, apart))
      yield { rule: 'I24', says: `${asker}: said ${message.clientId} without consent` }
  const users = new Map(listeners.map(({ id, user }) => [id, user]))
  const first = own.find(({ ask }) => isAccept(ask))?.begun ?? Number.POSITIVE_INFINITY
  for (const heard of received) {
    const isTheirs = entryOf(heard)?.message?.sender === erased
    if (users.get(heard.listener) !== asked || !dms.includes(heard.log) || isTheirs) continue
    if (heard.at < first && entryOf(heard)?.message?.sender === asker)
      yield { rule: 'I24', says: `${heard.listener}: received ${show(heard)} before the consent` }
  }
}

function* erasure(history: History, { erased }: Meeting): Iterable<Violation> {
  const isOf = ({ ask }: Call, type: 'erase' | 'erased') => ask.type === type && ask.user === erased
  const begun = history.calls.find((call) => isOf(call, 'erase') && call.outcome === 'ok')
  const done = history.calls.find((call) => isOf(call, 'erased') && call.outcome === 'ok')
  if (begun === undefined) return
  for (const call of history.calls)
    if (call.user === erased && call.outcome === 'ok' && call.begun > begun.ended + RECHECK_MS)
      yield { rule: 'I25', says: `${erased}: ${call.ask.type} after the erasure` }
  if (done === undefined) return
  const since = new Map(history.connections.map((one) => [keyOf(one), one.begun]))
  for (const heard of history.received) {
    const message = entryOf(heard)?.message
    if (message?.sender !== erased || message.text === '') continue
    if ((since.get(keyOf(heard)) ?? 0) > done.ended)
      yield { rule: 'I25', says: `${heard.listener}: received ${show(heard)}, which is erased` }
  }
}

/**
 * When something was certainly so. `fromStart`: it was before the first call. A call without an answer may have its
 * effect late: after one that ends it, nothing is certain any more.
 */
function spans(
  calls: readonly Call[],
  begins: (ask: Ask) => boolean,
  ends: (ask: Ask) => boolean,
  fromStart = false,
): readonly Span[] {
  const found: Span[] = []
  let from = fromStart ? ALWAYS.from : undefined
  for (const { ask, outcome, begun, ended } of calls) {
    if (begins(ask) && outcome === 'ok') from ??= ended
    if (!ends(ask)) continue
    if (from !== undefined && from < begun) found.push({ from, to: begun })
    from = undefined
    // A sanction is lifted by its id, and a request is accepted once.
    if (outcome === 'info' && ask.type !== 'lift' && ask.type !== 'accept') return found
  }
  return from === undefined ? found : [...found, { from, to: ALWAYS.to }]
}

function messagesOf({ calls }: History, { room, dms }: Meeting): readonly Sent[] {
  const sends = calls.filter(({ ask }) => ask.type === 'send' && [room, ...dms].includes(ask.room))
  const tries = Map.groupBy(sends, ({ user, ask }) =>
    ask.type === 'send' ? `${ask.room} ${user} ${ask.clientId}` : '',
  )
  return [...tries.values()].flatMap((all) => {
    const [first] = all
    if (first?.ask.type !== 'send') return []
    const acknowledged = all.find(({ outcome }) => outcome === 'ok')
    const to = acknowledged?.ended ?? Number.POSITIVE_INFINITY
    const { room, clientId } = first.ask
    return [{ from: first.begun, to, room, sender: first.user, clientId }]
  })
}

const spanOf = ({ begun, ended }: Call): Span => ({ from: begun, to: ended })

const isWithin = ({ from, to }: Span, all: readonly Span[], lateMs = 0): boolean =>
  all.some((span) => from > span.from + lateMs && to < span.to)

const entryOf = ({ entry }: Heard): Entry | undefined => (entry === 'reset' ? undefined : entry)

function isOf(heard: Heard, { room, sender, clientId }: Sent): boolean {
  const entry = entryOf(heard)
  const message = entry?.type === 'message.created' ? entry.message : undefined
  return heard.log === room && message?.sender === sender && message.clientId === clientId
}

const keyOf = ({ listener, connection }: Pick<Heard, 'listener' | 'connection'>): string =>
  `${listener} ${connection}`

const show = (heard: Heard | undefined): string =>
  heard === undefined ? 'nothing' : `${heard.log} ${entryOf(heard)?.seq} ${entryOf(heard)?.type}`
