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

/** Time between two `typing.start` while the user types. The server ends typing after six seconds. */
const TYPING_MS = 3000
/** Several calls of `markRead` within this time send one command. */
const READ_MS = 250
const PAGE = 50

export type Room = ReturnType<typeof openRoom>
/** The part of a chat that a room uses. */
interface Connection {
  readonly call: Call
  readonly status: { readonly state: string }
  on<T extends ReceivedEvent['type']>(type: T, onEvent: (event: EventOf<T>) => void): () => void
  on(type: '*', onEvent: (event: ReceivedEvent) => void): () => void
}

/** The calls and events of one room. A Room needs no open and no close: it only holds the room's id. */
export function openRoom(id: RoomId, chat: Connection) {
  const { call } = chat
  let typedAt = -TYPING_MS
  let readSeq = 0
  let reading: Promise<void> | undefined

  async function sendRead(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, READ_MS))
    reading = undefined
    await call('receipts.markRead', { room: id, seq: readSeq }).catch((error) => {
      // Another device of the user has read further.
      if (error.code !== 'read_behind') throw error
    })
  }

  return {
    id,

    /** Calls `onEvent` for each event of this type in this room. Returns a function that ends this. */
    on: <T extends ReceivedEvent['type']>(
      type: T,
      onEvent: (event: EventOf<T>) => void,
    ): (() => void) => chat.on(type, (event) => event.log === id && onEvent(event)),

    /** Every event of this room from now on, until the loop or the signal ends. */
    events: ({
      signal,
    }: {
      signal?: AbortSignal
    } = {}): AsyncGenerator<ReceivedEvent, void, undefined> =>
      queued((onEvent) => chat.on('*', (event) => event.log === id && onEvent(event)), signal),

    /** The messages of the room, the newest first. The loop reads page by page. */
    async *history({ before }: { before?: number } = {}): AsyncGenerator<Message, void, undefined> {
      for (let from = before; from !== 1; ) {
        const { messages } = await call('messages.list', { room: id, before: from, limit: PAGE })
        yield* messages.toReversed()
        if (messages.length < PAGE) return
        from = messages[0]?.seq
      }
    },

    /** Sends a message once, however often the connection breaks: the `clientId` makes a repeated send idempotent. */
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

    /** Marks the room as read up to this seq. Several calls within a moment send one command, with the highest seq. */
    markRead(seq: number): Promise<void> {
      readSeq = Math.max(readSeq, seq)
      reading ??= sendRead()
      return reading
    },

    /**
     * Call it at every key: `typing.start` is sent every three seconds at most. `false` ends the typing. Nothing is
     * sent while the chat is not live, because typing is an ephemeral event.
     */
    async typing(isTyping = true): Promise<void> {
      const now = performance.now()
      if (chat.status.state !== 'live' || (isTyping && now < typedAt + TYPING_MS)) return
      typedAt = isTyping ? now : -TYPING_MS
      await call(isTyping ? 'typing.start' : 'typing.stop', { room: id }).catch(() => {
        typedAt = -TYPING_MS
      })
    },
  }
}
