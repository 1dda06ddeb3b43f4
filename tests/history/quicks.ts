import type { Facts } from './facts.ts'
import type { History, Line, Quick, Violation } from './history.ts'

/**
 * I5 and I6: a connection to a quick room hears the messages of before that it asked for, then its own
 * joining, and from there on all that is said, in order and whole; I7: to the end, if it stayed.
 */
export function* checkQuicks({ quicks }: History, facts: Facts): Iterable<Violation> {
  for (const [room, all] of Map.groupBy(quicks, (quick) => quick.room)) {
    const log = linesOf(room, facts)
    for (const quick of all) yield* checkQuick(quick, log)
  }
}

/** How many connections that stayed have not received all, as far as the log was read. */
export const unheard = ({ quicks }: History, facts: Facts): number =>
  quicks.filter((quick) => {
    const due = dueTo(quick, linesOf(quick.room, facts))
    return quick.isOpen && due !== undefined && quick.lines.length < due.length
  }).length

function* checkQuick(quick: Quick, log: readonly Line[]): Iterable<Violation> {
  const who = `${quick.name} in ${quick.room}`
  const due = dueTo(quick, log)
  if (due === undefined) {
    if (quick.lines.some((line) => isJoining(line, quick)))
      yield { rule: 'I5', says: `${who}: joined, and the log has it not` }
    return
  }
  for (const [i, line] of quick.lines.entries())
    if (show(line) !== show(due[i])) {
      yield { rule: 'I6', says: `${who}: line ${i} is ${show(line)}, not ${show(due[i])}` }
      return
    }
  const next = due[quick.lines.length]
  if (quick.isOpen && next !== undefined)
    yield { rule: 'I7', says: `${who}: stayed, and never received ${show(next)}` }
}

/** All that a connection must hear; undefined where it never joined. */
function dueTo(quick: Quick, log: readonly Line[]): readonly Line[] | undefined {
  const begin = log.findIndex((line) => isJoining(line, quick))
  if (begin < 0) return undefined
  const before = log.slice(0, begin).filter(({ is }) => is === 'said')
  return [...before.slice(Math.max(0, before.length - quick.history)), ...log.slice(begin)]
}

const isJoining = ({ is, participant }: Line, { name }: Quick): boolean =>
  is === 'joined' && participant === name

/** What a quick room tells of its log. */
function linesOf(room: string, facts: Facts): Line[] {
  const names = new Map<string, string>()
  return facts.entries(room).flatMap(({ type, subject = '', detail = '', message }): Line[] => {
    if (type === 'member.joined') names.set(subject, detail)
    if (type === 'member.joined' || type === 'member.left') {
      const is = type === 'member.joined' ? 'joined' : 'left'
      return [{ is, participant: names.get(subject) ?? '', text: '' }]
    }
    if (type !== 'message.created' || message === undefined) return []
    const { sender, text, thread, inRoom } = message
    if (thread !== '' && !inRoom) return []
    return [{ is: 'said', participant: names.get(sender) ?? '', text }]
  })
}

const show = (line: Line | undefined): string =>
  line === undefined ? 'nothing' : `${line.participant} ${line.is} ${line.text}`
