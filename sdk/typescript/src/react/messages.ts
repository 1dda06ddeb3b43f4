import type { Chat } from '../chat.ts'
import type { ChatError } from '../error.ts'
import { newClientId } from '../ids.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Input, Message, RoomId, Sender } from '../protocol.ts'
import { isInRoom, renewed } from '../renewed.ts'

const PAGE = 50
/** Most messages in the list when new ones arrive. Older ones are loaded again on request. */
const MAX = 1000

/** The fields beside the text. A reply in a thread is sent by `chat.room(id).send`, because the list has no threads. */
export type SendOptions = Omit<
  Input<'messages.send'>,
  'room' | 'text' | 'clientId' | 'thread' | 'inRoom'
>
/** A message of a room. `key` is the same before and after the send, for React. */
export type SentMessage = Message & {
  readonly key: string
  readonly local: { readonly status: 'sent' }
}
/** An own message that the server has not acknowledged, or has refused. Its `id` is undefined. */
export type Outgoing = Draft & { readonly [F in Exclude<keyof Message, keyof Draft>]?: undefined }
type Draft = SendOptions & {
  readonly room: RoomId
  readonly text: string
  readonly clientId: string
  readonly key: string
  /** The own user; undefined before the first connection. */
  readonly sender: Sender | undefined
  readonly createdAt: string
  /** The input of the command, for a retry. */
  readonly input: Input<'messages.send'>
  readonly local:
    | { readonly status: 'pending' }
    | { readonly status: 'failed'; readonly error: ChatError }
}
export type LocalMessage = SentMessage | Outgoing
export type Actions = ReturnType<typeof openMessages>['actions']

/** The messages of a room, the oldest first, and after them the own messages that are not sent yet. */
export function openMessages(chat: Chat, room: RoomId) {
  /** The room's seq at the read of the first page. */
  let pageSeq = 0
  let hasOlder = false
  let older: Promise<void> | undefined

  const list: LiveList<LocalMessage> = liveList<LocalMessage>(chat, {
    room,
    read: page,
    applyEvent(messages, event, me) {
      if (!('seq' in event) || event.seq <= pageSeq) return messages
      const membership = 'member' in event ? event.member : 'memberCount' in event && event
      // The user may now see other messages than before.
      if (event.type === 'room.deleted' || (membership && membership.user.id === me)) {
        void list.reload()
        return all()
      }
      if (!('message' in event || membership)) return messages
      const now = messages.map((one) => (one.id ? renewed(one, event, me) : one))
      const isNew = event.type === 'message.created' && isInRoom(event.message)
      return (isNew ? put(now, sent(event.message)) : now).slice(-MAX)
    },
    // Unsent messages stay.
    retain: (messages) => messages.filter((one) => !one.id),
  })

  /** All messages, with the latest page or the page before a seq. */
  async function page(before?: number) {
    const { messages, seq } = await chat.call('messages.list', { room, before, limit: PAGE })
    hasOlder = messages.length === PAGE
    if (!before) pageSeq = seq
    return put(all(), ...messages.map(sent))
  }

  const sent = (message: Message): SentMessage => ({
    ...message,
    key: (message.sender.id === chat.user?.id && message.clientId) || message.id,
    local: { status: 'sent' },
  })

  const all = () => list.read().all
  const others = (draft: { readonly key: string }) =>
    all().filter((one) => one.id || one.key !== draft.key)

  function post(one: Omit<Outgoing, 'local'>): void {
    list.set(put(all(), { ...one, local: { status: 'pending' } }))
    chat.call('messages.send', one.input).then(
      // A repeated send can answer a message from long ago, which is not in these pages.
      (message) => list.set(message.seq > pageSeq ? put(all(), sent(message)) : others(one)),
      (error: ChatError) => list.set(put(all(), { ...one, local: { status: 'failed', error } })),
    )
  }

  return {
    ...list,
    hasOlder: () => hasOlder,
    actions: {
      /** Sends a message once, however often it is retried. The list contains the message and its status. */
      send(text: string, more?: SendOptions): void {
        const key = newClientId()
        const input = { ...more, room, text, clientId: key }
        post({ ...input, input, key, createdAt: new Date().toISOString(), sender: chat.user })
      },
      /** Sends a failed message again. */
      retry: post,
      /** Removes a failed message. */
      discard: (failed: Outgoing): void => list.set(others(failed)),
      /** Loads the page before the oldest message of the list. */
      loadOlder(): Promise<void> | undefined {
        if (hasOlder)
          older ??= list.load(() => page(all()[0]?.seq)).finally(() => (older = undefined))
        return older
      },
    },
  }
}

/** Adds messages: each once, in the order of the log. A sent message replaces the unsent one with its key. */
function put(messages: readonly LocalMessage[], ...more: LocalMessage[]): readonly LocalMessage[] {
  const all = new Map(messages.map((one) => [one.key, one]))
  for (const one of more) if (!all.get(one.key)?.id) all.set(one.key, one)
  // Messages without a seq are not sent yet, and come last.
  return [...all.values()].sort((a, b) => (a.seq ?? 1e15) - (b.seq ?? 1e15))
}
