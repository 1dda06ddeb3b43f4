import { type Facts, ownOf } from './facts.ts'
import type { Call, Connection, Entry, Heard, History, Signalled, Violation } from './history.ts'

/** Without a word from the node that ended a session, other nodes take its tokens for so long at most. */
const RECHECK_MS = 5000
/** And publish to its connections nothing that was sent so much later: until then they have seen its end. */
const LATE_MS = 7000
/** One more session ends an old one. */
const MOST_SESSIONS = 100

type Item = Heard | Signalled
/** That a session was ended, as a node acknowledged it. */
type End = { readonly at: number; readonly node: number }

/**
 * I19: whatever begins after the acknowledged end of a session is refused: on the node that ended it at once,
 * on others within five seconds, and a new connection, or a refresh, at once. On an open connection `session.ended`
 * is the last that is received. A refresh token has one successor. Nobody's session ends by itself.
 */
export function* checkSessions(history: History, facts: Facts): Iterable<Violation> {
  const ends = endsOf(history)
  yield* successors(history)
  for (const call of history.calls) yield* refusal(call, ends)
  yield* connections(history, ends)
  yield* inLogs(history, facts, ends)
}

function endsOf({ calls }: History): ReadonlyMap<string, readonly End[]> {
  const begun = new Map<string, { readonly user: string; readonly at: number }>()
  for (const { user, answer, ended } of calls)
    if (answer?.type === 'signIn') begun.set(answer.session, { user, at: ended })
  const ends = new Map<string, End[]>()
  const end = (session: string, { ended: at, node }: Call) =>
    ends.set(session, [...(ends.get(session) ?? []), { at, node }])
  for (const call of calls) {
    const { ask, outcome, answer } = call
    if (ask.type === 'refresh' && answer?.type === 'reuse') end(ask.session, call)
    if (outcome !== 'ok') continue
    if (ask.type === 'signOut') end(ask.session, call)
    if (ask.type !== 'signOutAll') continue
    for (const [session, { user, at }] of begun)
      if (user === call.user && at < call.begun && !isSpared(call, session)) end(session, call)
  }
  return ends
}

/** Whoever ends all others keeps their own. */
const isSpared = ({ ask, session }: Call, of: string): boolean =>
  ask.type === 'signOutAll' && ask.others && session === of

/** I16, too: a refresh answers with the session of its token. */
function* successors({ calls }: History): Iterable<Violation> {
  const next = new Map<string, string>()
  for (const { ask, answer } of calls) {
    if (ask.type !== 'refresh' || answer?.type !== 'refresh') continue
    const { session, refreshToken } = ask
    if (answer.session !== session)
      yield { rule: 'I16', says: `refreshed ${session}, told ${answer.session}` }
    const known = next.get(refreshToken) ?? answer.refreshToken
    next.set(refreshToken, known)
    if (known !== answer.refreshToken)
      yield { rule: 'I19', says: `${session}: one refresh token has two successors` }
  }
}

function* refusal(call: Call, ends: ReadonlyMap<string, readonly End[]>): Iterable<Violation> {
  const { ask, outcome, begun, node, door, user } = call
  if (outcome !== 'ok') return
  const session = ask.type === 'refresh' ? ask.session : call.session
  for (const end of ends.get(session ?? '') ?? []) {
    const isAtOnce = ask.type === 'refresh' || node === end.node
    if (begun > end.at + (isAtOnce ? 0 : RECHECK_MS))
      yield {
        rule: 'I19',
        says: `${user}: ${ask.type} by ${door} on node ${node}, ${since(begun, end)} of ${session} on node ${end.node}`,
      }
  }
}

function* connections(
  history: History,
  ends: ReadonlyMap<string, readonly End[]>,
): Iterable<Violation> {
  const items = Map.groupBy<string, Item>([...history.received, ...history.signals], keyOf)
  const sent = firstTries(history)
  for (const one of history.connections) {
    if (one.session === undefined) continue
    const end = ends.get(one.session)?.toSorted((a, b) => a.at - b.at)[0]
    const received = items.get(keyOf(one))?.toSorted((a, b) => a.at - b.at) ?? []
    const last = received.findIndex((item) => isEndOf(item, one.session))
    const more = last < 0 ? [] : received.slice(last + 1)
    for (const item of more)
      yield { rule: 'I19', says: `${where(one, item)}, after session.ended: ${show(item)}` }
    if (end === undefined) continue
    for (const item of received) {
      const begun = sent.get(messageOf(item) ?? '')
      if (one.begun > end.at)
        yield { rule: 'I19', says: `${where(one, item)}, opened ${since(one.begun, end)}` }
      else if (begun !== undefined && begun > end.at + LATE_MS)
        yield { rule: 'I19', says: `${where(one, item)}, sent ${since(begun, end)}: ${show(item)}` }
    }
  }
}

/** I1: what was ended is so in the log of its user. I19: nothing else is, and nothing else is refused. */
function* inLogs(
  history: History,
  facts: Facts,
  ends: ReadonlyMap<string, readonly End[]>,
): Iterable<Violation> {
  const users = new Set(history.calls.flatMap(({ session, user }) => (session ? [user] : [])))
  const logged = new Set<string>()
  for (const user of users) {
    const own = history.calls.filter((call) => call.user === user)
    for (const { type, subject = '', detail } of facts.entries(ownOf(user))) {
      if (type !== 'session.ended') continue
      if (logged.has(subject)) yield { rule: 'I3', says: `${subject} has ended twice` }
      logged.add(subject)
      if (!mayHaveEnded(own, subject))
        yield { rule: 'I19', says: `${user}: nobody has ended ${subject} (${detail})` }
    }
  }
  for (const session of ends.keys())
    if (!logged.has(session)) yield { rule: 'I1', says: `${session} has ended, and no log has it` }
  for (const { session, isRefused, listener } of history.connections)
    if (isRefused && session !== undefined && !logged.has(session))
      yield { rule: 'I19', says: `${listener} was refused, and ${session} has not ended` }
}

function mayHaveEnded(calls: readonly Call[], session: string): boolean {
  const used = new Set<string>()
  let signIns = 0
  const signIn = calls.find(({ answer }) => answer?.type === 'signIn' && answer.session === session)
  const begun = signIn?.begun ?? 0
  for (const call of calls) {
    const { ask, outcome, answer } = call
    if (ask.type === 'signIn' && ++signIns >= MOST_SESSIONS) return true
    if (ask.type === 'refresh' && ask.session === session) {
      if (used.has(ask.refreshToken) || answer?.type === 'reuse') return true
      used.add(ask.refreshToken)
    }
    // What was refused, or answered before the session began, has not ended it.
    if (outcome === 'fail' || (outcome === 'ok' && call.ended <= begun)) continue
    if (ask.type === 'signOut' && ask.session === session) return true
    if (ask.type === 'signOutAll' && !isSpared(call, session)) return true
  }
  return false
}

/** When each message was first tried to be sent, by its room, sender and client id. */
function firstTries({ calls }: History): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const { ask, user, begun } of calls) {
    if (ask.type !== 'send') continue
    const key = `${ask.room} ${user} ${ask.clientId}`
    first.set(key, Math.min(begun, first.get(key) ?? begun))
  }
  return first
}

const entryOf = (item: Item): Entry | undefined =>
  'entry' in item && item.entry !== 'reset' ? item.entry : undefined

function messageOf(item: Item): string | undefined {
  const entry = entryOf(item)
  if (entry?.type !== 'message.created' || entry.message === undefined) return undefined
  const { room, sender, clientId } = entry.message
  return `${room} ${sender} ${clientId}`
}

function isEndOf(item: Item, session: string | undefined): boolean {
  const entry = entryOf(item)
  return entry?.type === 'session.ended' && entry.subject === session
}

const keyOf = ({ listener, connection }: Pick<Connection, 'listener' | 'connection'>): string =>
  `${listener} ${connection}`

const since = (time: number, { at }: End): string => `${Math.round(time - at)} ms after the end`

const where = ({ listener, connection, session }: Connection, { node }: Item): string =>
  `${listener} (connection ${connection}, node ${node}) of ${session}`

function show(item: Item): string {
  const entry = entryOf(item)
  if (entry !== undefined) return `${item.log}:${entry.seq} ${entry.type}`
  return `${item.log} ${'type' in item ? item.type : 'reset'}`
}
