import type { Message, Sender, UserId } from '../sdk/typescript/src/index.ts'
import type { Entry } from './timeline.ts'
import { isSameDay, isWithin } from './times.ts'

export type ShownMessage = Pick<Message, 'sender' | 'text' | 'createdAt' | 'editedAt' | 'deletedAt'>
/** A message on its way, or one that was refused. */
export type Outgoing = ShownMessage & { readonly clientId: string; readonly refusal?: string }

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | {
      readonly kind: 'turns'
      readonly key: string
      readonly who: readonly Sender[]
      readonly came: boolean
    }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly said: ShownMessage
      readonly outgoing?: Outgoing
      readonly isMine: boolean
      /** The first of several by one person: it carries the name and the time. */
      readonly starts: boolean
    }

/** How long a person goes on speaking without being named again. */
const GROUP_MINUTES = 5

/** What is shown, from the oldest: days, who came and went, and what was said, put in groups. */
export function rowsOf(
  entries: readonly Entry[],
  outbox: readonly Outgoing[],
  me: UserId | undefined,
): readonly Row[] {
  const rows: Row[] = []
  let day: string | undefined

  function addDay(at: string): void {
    if (day === undefined || !isSameDay(day, at)) rows.push({ kind: 'day', key: `day ${at}`, at })
    day = at
  }
  function add(key: string, said: ShownMessage, delivery: { outgoing?: Outgoing } = {}): void {
    addDay(said.createdAt)
    const isMine = said.sender.id === me
    const starts = !continues(rows.at(-1), said)
    rows.push({ kind: 'message', key, said, ...delivery, isMine, starts })
  }

  for (const entry of entries) {
    if (entry.kind === 'turn') {
      addDay(entry.at)
      addTurn(rows, entry)
    } else add(keyOf(entry.message, me), entry.message)
  }
  for (const outgoing of outbox) add(outgoing.clientId, outgoing, { outgoing })
  return rows
}

/** The same before and after it was sent, so that its row stays. */
const keyOf = ({ id, clientId, sender }: Message, me: UserId | undefined): string =>
  sender.id === me && clientId !== undefined ? clientId : id

const continues = (before: Row | undefined, said: ShownMessage): boolean =>
  before?.kind === 'message' &&
  before.said.sender.id === said.sender.id &&
  isWithin(GROUP_MINUTES, before.said.createdAt, said.createdAt)

/** Those who come one after the other come in one line. */
function addTurn(rows: Row[], { seq, who, came }: Extract<Entry, { kind: 'turn' }>): void {
  const before = rows.at(-1)
  if (before?.kind === 'turns' && before.came === came)
    rows[rows.length - 1] = { ...before, who: [...before.who, who] }
  else rows.push({ kind: 'turns', key: `turn ${seq}`, who: [who], came })
}
