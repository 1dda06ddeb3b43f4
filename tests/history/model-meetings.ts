import { ownOf } from './facts.ts'
import type {
  Answer,
  Ask,
  Call,
  Connection,
  Entry,
  Heard,
  History,
  Meeting,
  Said,
} from './history.ts'
import { finalsOf, LIVE, nodes, wholeOf } from './model-finals.ts'
import { NODES, PLAIN } from './model-state.ts'
import { Random } from './random.ts'

export const ASKER = 'asker'
export const ASKED = 'asked'
export const HOST = 'host'
export const ERASED = 'erased'
const ROOM = 'room-meeting'
const DM = 'room-dm'
const OTHER_DM = 'room-dm-2'
const ROUNDS = 3

/** A meeting as a server without faults would let it happen: one call after the other, received at once. */
export function validMeeting(seed: number): History {
  const random = new Random(seed)
  const calls: Call[] = []
  const logs = new Map<string, Entry[]>([ROOM, DM, OTHER_DM].map((log) => [log, []]))
  const received: Heard[] = []
  const receivedByErased: Heard[] = []
  const connections: Connection[] = []
  const blocked = new Set<string>()
  let now = 0

  function call(user: string, ask: Ask, answer?: Answer, outcome: Call['outcome'] = 'ok'): void {
    const node = random.between(0, NODES - 1)
    const begun = now + 1
    now += random.between(5, 20)
    const answered = outcome === 'ok' && { answer: answer ?? ({ type: ask.type } as Answer) }
    calls.push({ user, node, door: 'rest', ask, begun, ended: now, outcome, ...answered })
  }

  function hear(to: Heard[], listener: string, log: string, entry: Entry): void {
    const from = { listener, connection: 1, node: 0, door: 'socket' } as const
    to.push({ ...from, at: ++now, log, entry })
  }

  /** The seqs of a room begin after its making. */
  function put(log: string, entry: Omit<Entry, 'seq'>, hearers: readonly string[]): Entry {
    const entries = logs.get(log) ?? []
    const whole = { seq: entries.length + 2, ...entry }
    entries.push(whole)
    for (const user of hearers) hear(received, `${user}/1`, log, whole)
    return whole
  }

  function send(user: string, room: string, hearers: readonly string[], isDone = true): Entry {
    const clientId = `m-${calls.length}`
    const text = `${clientId} says ${user}, ${random.between(0, 1e9)}`
    const ask = { type: 'send', room, clientId, text } as const
    const seq = (logs.get(room)?.length ?? 0) + 2
    const one = { id: `msg-${clientId}`, room, seq, sender: user, clientId, version: 1, text }
    const message: Said = { ...one, ...PLAIN, isDeleted: false, reactions: [] }
    const entry = { seq, type: 'message.created', message }
    call(user, ask, { type: 'send', message }, isDone ? 'ok' : 'fail')
    return isDone ? put(room, entry, hearers) : entry
  }

  const member = (verb: 'join' | 'leave', room: string, user: string) =>
    ({ type: 'member', verb, room, user }) as const

  put(ROOM, { type: 'member.joined', subject: HOST, detail: HOST }, [])
  put(ROOM, { type: 'member.joined', subject: ASKER, detail: ASKER }, [ASKER])
  call(HOST, member('join', ROOM, HOST))
  call(ASKER, member('join', ROOM, ASKER))

  function sanction(kind: 'ban' | 'mute', work: () => void): void {
    const id = `san-${calls.length}`
    const about = { kind, room: ROOM, user: ASKER } as const
    call(HOST, { type: 'sanction', ...about }, { type: 'sanction', id })
    work()
    call(HOST, { type: 'lift', sanction: id, ...about })
  }

  function moderate(): void {
    sanction('ban', () => {
      put(ROOM, { type: 'member.left', subject: ASKER, detail: '1 are left' }, [ASKER])
      send(ASKER, ROOM, [], false)
      call(ASKER, member('join', ROOM, ASKER), undefined, 'fail')
      send(HOST, ROOM, [])
    })
    call(ASKER, member('join', ROOM, ASKER))
    put(ROOM, { type: 'member.joined', subject: ASKER, detail: ASKER }, [ASKER])
    sanction('mute', () => {
      send(ASKER, ROOM, [], false)
      send(HOST, ROOM, [ASKER])
    })
    send(ASKER, ROOM, [ASKER])
  }

  function meet(): void {
    const dm = { type: 'dm', user: ASKED } as const
    const request = `req-${calls.length}`
    call(ASKER, dm, undefined, 'fail')
    call(ASKER, { type: 'request', user: ASKED }, { type: 'request', id: request })
    call(ASKED, { type: 'accept', request }, { type: 'accept', id: DM })
    send(ASKER, DM, [ASKER, ASKED])
    call(ASKER, dm, { type: 'dm', id: DM })
    call(ASKED, { type: 'block', user: ASKER, adds: true })
    const { seq, message } = send(ASKER, DM, [ASKER])
    blocked.add(message?.id ?? '')
    hear(received, `${ASKED}/1`, DM, { seq, type: 'event.skipped' })
    call(ASKED, { type: 'block', user: ASKER, adds: false })
    send(ASKER, DM, [ASKER, ASKED])
    call(ASKED, member('leave', DM, ASKED))
    send(ASKER, DM, [], false)
  }

  function erase(): void {
    const user = ERASED
    for (let n = 0; n < 2; n++)
      hear(receivedByErased, `${ERASED}/1`, OTHER_DM, send(ERASED, OTHER_DM, [ASKED]))
    const ban = { kind: 'ban', user } as const
    call('app', { type: 'sanction', ...ban }, { type: 'sanction', id: 'san-server' })
    const told = { type: 'sanction.created', subject: ERASED, detail: 'ban in the server' }
    hear(receivedByErased, `${ERASED}/1`, `user:${ERASED}`, { seq: 1, ...told })
    now += 6000
    send(ERASED, OTHER_DM, [], false)
    call('app', { type: 'lift', sanction: 'san-server', ...ban })
    call('app', { type: 'erase', user })
    now += 6000
    call(ERASED, { type: 'rooms' }, undefined, 'fail')
    call('app', { type: 'erased', user })
  }

  /** Once more from the beginning, after the erasure. */
  function replay(): void {
    const listener = `${ASKED}/2`
    const session = undefined
    connections.push({ listener, connection: 1, session, begun: ++now, isRefused: false })
    for (const log of [DM, OTHER_DM])
      for (const { seq, type, message } of logs.get(log) ?? []) {
        const isGone = message?.sender === ERASED
        const shown = message && { ...message, ...(isGone && { text: '', isDeleted: true }) }
        const isBlocked = message !== undefined && blocked.has(message.id)
        const skipped = { seq, type: 'event.skipped' }
        hear(received, listener, log, isBlocked ? skipped : { seq, type, message: shown })
      }
  }

  for (let round = 0; round < ROUNDS; round++) {
    moderate()
    meet()
  }
  erase()
  replay()
  const met: Meeting = {
    ...{ asker: ASKER, asked: ASKED, host: HOST, erased: ERASED, room: ROOM },
    ...{ dms: [DM, OTHER_DM], receivedByErased },
  }
  const own = [ASKER, ASKED].map((user) => ({ log: ownOf(user), entries: [] }))
  return {
    rooms: [{ id: ROOM, name: 'A meeting', staff: [HOST] }],
    listeners: [`${ASKER}/1`, `${ASKED}/1`, `${ASKED}/2`].map((id) => ({
      ...{ id, user: id.slice(0, -2) },
    })),
    ...{ calls, received, connections, meetings: [met] },
    finals: [
      ...finalsOf(ROOM, logs.get(ROOM) ?? []),
      ...own.flatMap(({ log, entries }) => LIVE.flatMap((door) => wholeOf(log, entries, door))),
    ],
    lists: nodes().map((node) => ({ node, what: 'pins', log: ROOM, messages: [] })),
    ...{ signals: [], quicks: [], presences: [] },
  }
}
