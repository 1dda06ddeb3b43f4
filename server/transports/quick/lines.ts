import type { Message } from '../../../protocol/entities.ts'
import type { Event } from '../../../protocol/events.ts'
import type { Refusal } from '../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import { errorOf } from '../answer.ts'

/** What a quick room tells of an event, if anything; `isLast`: after it there is no room any more. */
export type QuickLine = {
  readonly seq: number
  readonly line: string | undefined
  readonly isLast: boolean
}

/** Once, for all who hear it. */
export function quickLineOf({ seq, text }: EncodedEvent): QuickLine {
  // Our own words, not a stranger's: what the hub encoded was an event.
  const event = JSON.parse(text) as Event
  return { seq, line: lineOf(event), isLast: event.type === 'room.deleted' }
}

function lineOf(event: Event): string | undefined {
  switch (event.type) {
    case 'member.joined':
      return turnLine('participant_joined', event.member.user.name)
    case 'member.left':
      // @planted quick-leave
      return turnLine('participant_left', event.user.name)
    case 'message.created': {
      const { thread, inRoom } = event.message
      // A thread is beside the room.
      return thread === undefined || inRoom ? messageLine(event.message) : undefined
    }
    default:
      return undefined
  }
}

const turnLine = (event_type: string, participant: string): string =>
  JSON.stringify({ event_type, participant })

export const messageLine = ({ text, sender }: Message): string =>
  JSON.stringify({ text, participant: sender.name })

/** A line is one field alone, which `message` names. */
export function errorLine(refusal: Refusal): string {
  const { fields: _, ...error } = errorOf(refusal)
  return JSON.stringify({ error })
}
