import type { Call } from './calls.ts'
import type {
  CallOptions,
  EventOf,
  Input,
  Message,
  MessageId,
  ReceivedEvent,
  RoomId,
} from './protocol.ts'
import { queued } from './queue.ts'

/** How often the server is told that somebody goes on typing: it forgets after six seconds. */
const TYPING_MS = 3000
/** How long reading further is waited for, before the server is told how far. */
const READ_MS = 250
const PAGE = 50

export type Room = ReturnType<typeof openRoom>
/** What a room needs of its chat. */
interface Connection {
  readonly call: Call
  readonly status: { readonly state: string }
  on<T extends ReceivedEvent['type']>(type: T, tell: (told: EventOf<T>) => void): () => void
  on(type: '*', tell: (told: ReceivedEvent) => void): () => void
}

/** What one does in a room. It need not be opened or closed: it only remembers the room's id. */
export function openRoom(id: RoomId, chat: Connection) {
  const { call } = chat
  let typedAt = -TYPING_MS
  let readSeq = 0
  let reading: Promise<void> | undefined

  return {
    id,

    /** Listens to one type of event of this room. Answers what ends it. */
    on: <T extends ReceivedEvent['type']>(
      type: T,
      tell: (told: EventOf<T>) => void,
    ): (() => void) => chat.on(type, (told) => told.log === id && tell(told)),

    /** Everything that is received of this room, from now on, until the loop or the signal ends. */
    events: ({
      signal,
    }: {
      signal?: AbortSignal
    } = {}): AsyncGenerator<ReceivedEvent, void, undefined> =>
      queued((tell) => chat.on('*', (told) => told.log === id && tell(told)), signal),

    /** What was said, the newest first, page by page as the loop goes on. */
    async *history({ before }: { before?: number } = {}): AsyncGenerator<Message, void, undefined> {
      for (let from = before; from !== 1; ) {
        const { messages } = await call('messages.list', { room: id, before: from, limit: PAGE })
        yield* messages.toReversed()
        if (messages.length < PAGE) return
        from = messages[0]?.seq
      }
    },

    /** Says something, once, however often the connection breaks: `clientId` is the key. */
    send: (
      text: string,
      more?: Omit<Input<'messages.send'>, 'room' | 'text'>,
      options?: CallOptions,
    ): Promise<Message> => call('messages.send', { room: id, text, ...more }, options),
    edit: (message: MessageId, text: string): Promise<Message> =>
      call('messages.update', { room: id, message, text }),
    delete: (message: MessageId) => call('messages.delete', { room: id, message }),
    react: (message: MessageId, emoji: string): Promise<Message> =>
      call('reactions.add', { room: id, message, emoji }),
    unreact: (message: MessageId, emoji: string) =>
      call('reactions.remove', { room: id, message, emoji }),

    /** I have read up to this seq. Many in a moment are told the server as one. */
    markRead(seq: number): Promise<void> {
      readSeq = Math.max(readSeq, seq)
      reading ??= new Promise((resolve) => setTimeout(resolve, READ_MS)).then(() => {
        reading = undefined
        return call('receipts.markRead', { room: id, seq: readSeq }).then(
          () => undefined,
          (error) => {
            // Another device was further than this one.
            if (error.code !== 'read_behind') throw error
          },
        )
      })
      return reading
    },

    /** With every key that is pressed: the server is told now and then. `false`: no longer. */
    async typing(isTyping = true): Promise<void> {
      const now = performance.now()
      // It passes: what could not be said at once is not said at all.
      if (chat.status.state !== 'live' || (isTyping && now < typedAt + TYPING_MS)) return
      typedAt = isTyping ? now : -TYPING_MS
      await call(isTyping ? 'typing.start' : 'typing.stop', { room: id }).catch((error) => {
        // Stopped and begun again within a moment: the next key says it.
        if (error.code !== 'rate_limited') throw error
        typedAt = -TYPING_MS
      })
    },
  }
}
