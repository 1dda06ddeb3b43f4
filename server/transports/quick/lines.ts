import type { Message } from '../../../protocol/entities.ts'
import type { Event } from '../../../protocol/events.ts'
import type { Refusal } from '../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import { errorOf } from '../answer.ts'

/** How an event appears in a quick room. */
export type QuickLine = {
  readonly seq: number
  /** Undefined for an event that quick rooms do not show. */
  readonly text: string | undefined
  /** The event deletes the room. */
  readonly isLast: boolean
}

/** Called once for all subscribers of the event. */
export function quickLineOf({ seq, text }: EncodedEvent): QuickLine {
  // The hub encoded this event, so it needs no validation.
  const event = JSON.parse(text) as Event
  return { seq, text: lineOf(event), isLast: event.type === 'room.deleted' }
}

function lineOf(event: Event): string | undefined {
  switch (event.type) {
    case 'member.joined':
      return participantLine('participant_joined', event.member.user.name)
    case 'member.left':
      // @planted quick-leave
      return participantLine('participant_left', event.user.name)
    case 'message.created': {
      const { thread, inRoom } = event.message
      // A reply is shown only if it was also sent to the room.
      return thread === undefined || inRoom ? messageLine(event.message) : undefined
    }
    default:
      return undefined
  }
}

const participantLine = (event_type: string, participant: string): string =>
  JSON.stringify({ event_type, participant })

export const messageLine = ({ text, sender }: Message): string =>
  JSON.stringify({ text, participant: sender.name })

/** A line is one field, which `message` names, so `fields` is left out. */
export function errorLine(refusal: Refusal): string {
  const { fields: _, ...error } = errorOf(refusal)
  return JSON.stringify({ error })
}
