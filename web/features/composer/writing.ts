import type { Chat, Message, MessageId } from '@parlance/sdk'
import type { DraftPlace } from '@parlance/sdk/drafts'
import type { Outgoing } from '@parlance/sdk/outbox'
import { unsentOf } from '../../session/unsent.ts'

export type Writing = ReturnType<typeof openWriting>

const opened = new WeakMap<Chat, Map<string, Writing>>()

/** What a user writes in a room or a thread, for everything that begins it: a menu, a key, the composer. */
export function writingOf(chat: Chat, place: DraftPlace): Writing {
  const ofChat = opened.get(chat) ?? new Map<string, Writing>()
  opened.set(chat, ofChat)
  const key = `${place.room} ${place.thread ?? ''}`
  const writing = ofChat.get(key) ?? openWriting(chat, place)
  ofChat.set(key, writing)
  return writing
}

function openWriting(chat: Chat, place: DraftPlace) {
  const { drafts, outbox } = unsentOf(chat)
  /** The messages of replies, for their quotes. */
  const repliedTo = new Map<MessageId, Message>()

  let box: HTMLElement | null = null
  const focus = (): void => box?.focus()

  return {
    repliedTo,
    focus,
    /** The box in which the text stands now. */
    attach(to: HTMLElement | null): void {
      box = to
    },
    /** The next message is a reply to this one. */
    reply(message: Message): void {
      repliedTo.set(message.id, message)
      drafts.write(place, { ...drafts.of(place), replyTo: message.id })
      focus()
    },
    /** A refused message goes back into the box, before what stands there. */
    takeBack({ clientId, input }: Outgoing): void {
      const { text, replyTo } = drafts.of(place)
      const whole = [input.text ?? '', text].filter(Boolean).join('\n')
      outbox.discard(clientId)
      drafts.write(place, {
        text: whole,
        caret: whole.length,
        replyTo: replyTo ?? input.replyTo,
      })
      focus()
    },
  }
}
