import type { MessageId, RoomId } from '../../protocol/ids.ts'
import { send } from '../domain/messages/send.ts'
import { addPin } from '../domain/pins/add.ts'
import { addReaction } from '../domain/reactions/add.ts'
import type { Ports } from '../domain/use-case.ts'
import type { Person } from './company.ts'
import type { Everybody } from './found.ts'
import type { Line, More } from './line.ts'
import { timeOf } from './when.ts'

/** Something that somebody does, at a time in ms of the epoch. */
export type Act = { readonly at: number; readonly run: () => Promise<unknown> }

/** How long after a message, and after each other, reactions follow. */
const REACTION_MS = 40_000

type Cast = {
  readonly ports: Ports
  readonly people: Everybody
  readonly room: RoomId
  /** The messages that others answer, by their names in the script. */
  readonly messages: Map<string, MessageId>
  readonly lastSeqs: Map<RoomId, number>
}

/** A line of the script, with the reactions to it and its pin. */
export function* says(cast: Cast, [when, by, text, more = {}]: Line, now: number): Generator<Act> {
  const { ports, people, room, messages, lastSeqs } = cast
  const at = timeOf(when, now)
  let message: MessageId | undefined
  const said = () => {
    if (message === undefined) throw new Error(`"${text}" was not sent yet`)
    return message
  }
  yield {
    at,
    async run() {
      const input = { room, text, ...answered(cast, more) }
      const { value } = await send({ ...ports, caller: people[by], input })
      message = value.id
      if (more.as) messages.set(more.as, value.id)
      lastSeqs.set(room, value.seq)
    },
  }
  let later = at
  for (const [emoji, fans] of Object.entries(more.reactions ?? {}))
    for (const fan of fans) {
      later = Math.min(later + REACTION_MS, now)
      const react = () =>
        addReaction({ ...ports, caller: people[fan], input: { room, message: said(), emoji } })
      yield { at: later, run: react }
    }
  if (more.isPinned) {
    const pin = () => addPin({ ...ports, caller: people[by], input: { room, message: said() } })
    yield { at: at + 1000, run: pin }
  }
}

function answered({ messages, people }: Cast, { replyTo, thread, mentions }: More) {
  const users = mentions?.map((person: Person) => people[person].user.id)
  return {
    ...(replyTo && { replyTo: messages.get(replyTo) }),
    ...(thread && { thread: messages.get(thread) }),
    ...(users && { mentions: { users } }),
  }
}
