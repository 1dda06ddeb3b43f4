import type { Call, Entry, Line, Quick } from './history.ts'
import { PLAIN } from './model-state.ts'
import type { Random } from './random.ts'

const ROOM = 'room-quick'

/** A quick room as a server without faults would tell it to those who come, talk, and go. */
export function quickHistory(random: Random) {
  const log: Entry[] = []
  const lines: Line[] = []
  const calls: Call[] = []
  const quicks: Quick[] = []
  const there: { quick: Quick; id: string }[] = []
  let now = 0

  const put = (type: string, more: Omit<Entry, 'seq' | 'type'>) =>
    log.push({ seq: log.length + 2, type, ...more })
  const tell = (line: Line) => {
    lines.push(line)
    for (const { quick } of there) quick.lines.push(line)
  }

  function come(): void {
    const name = `Shell at ${quicks.length}`
    const id = `guest-${quicks.length}`
    const history = random.pick([0, 3])
    const before = lines.filter(({ is }) => is === 'said')
    const recalled = before.slice(Math.max(0, before.length - history))
    const quick: Quick = { name, room: ROOM, history, isOpen: true, lines: [...recalled] }
    quicks.push(quick)
    there.push({ quick, id })
    put('member.joined', { subject: id, detail: name })
    tell({ is: 'joined', participant: name, text: '' })
  }

  function go(): void {
    const [gone] = there.splice(random.between(0, there.length - 1), 1)
    if (gone === undefined) return
    gone.quick.isOpen = false
    put('member.left', { subject: gone.id, detail: `${there.length} are left` })
    tell({ is: 'left', participant: gone.quick.name, text: '' })
  }

  function say(): void {
    const { quick, id } = random.pick(there)
    const text = `${quick.name} says line ${calls.length}: ${random.between(0, 1e9)}`
    const ask = { type: 'line', room: ROOM, text } as const
    const isHeard = random.chance(0.9)
    const tried = { user: quick.name, node: 0, door: 'quick', ask, begun: now } as const
    calls.push(
      isHeard
        ? { ...tried, ended: now + 5, outcome: 'ok', answer: { type: 'line' } }
        : { ...tried, ended: Number.POSITIVE_INFINITY, outcome: 'info' },
    )
    if (!isHeard && random.chance(0.5)) return // It was lost on the way.
    const place = { id: `line-${calls.length}`, room: ROOM, seq: log.length + 2 }
    const said = { sender: id, clientId: '', version: 1, text, isDeleted: false, reactions: [] }
    put('message.created', { message: { ...PLAIN, ...place, ...said } })
    tell({ is: 'said', participant: quick.name, text })
  }

  come()
  for (let step = 0; step < 60; step++) {
    now += 10
    const choice = random.next()
    if (choice < 0.15 || there.length === 0) come()
    else if (choice < 0.25 && there.length > 1) go()
    else say()
  }
  return { room: { id: ROOM, name: 'A quick room' }, log, calls, quicks }
}
