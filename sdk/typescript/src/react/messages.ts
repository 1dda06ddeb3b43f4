import type { Chat } from '../chat.ts'
import type { ChatError } from '../error.ts'
import { newClientId } from '../ids.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Input, Message, RoomId, Sender } from '../protocol.ts'
import { isInRoom, renewed } from '../renewed.ts'

const PAGE = 50
/** What is kept while new ones come; what that takes away is there when the room is opened again. */
const MOST = 1000

/** What goes with a text. What is said below a message is not in the room: `chat.room(id).send`. */
export type More = Omit<Input<'messages.send'>, 'room' | 'text' | 'clientId' | 'thread' | 'inRoom'>
/** A message of a room. `key` is the same from before it was sent, for React. */
export type SentMessage = Message & {
  readonly key: string
  readonly local: { readonly status: 'sent' }
}
/** What I said and the server has not taken yet, or did not take: `id` is undefined. */
export type Outgoing = Draft & { readonly [F in Exclude<keyof Message, keyof Draft>]?: undefined }
type Draft = More & {
  readonly room: RoomId
  readonly text: string
  readonly clientId: string
  readonly key: string
  /** Me; unknown before the first connection. */
  readonly sender: Sender | undefined
  readonly createdAt: string
  /** What was asked for, to be asked for again. */
  readonly input: Input<'messages.send'>
  readonly local:
    | { readonly status: 'pending' }
    | { readonly status: 'failed'; readonly error: ChatError }
}
export type LocalMessage = SentMessage | Outgoing
export type Actions = ReturnType<typeof openMessages>['actions']

/** A room's messages, the oldest first, then mine that are on their way to it. */
export function openMessages(chat: Chat, room: RoomId) {
  /** Of which moment the first page was. */
  let from = 0
  let hasOlder = false
  let older: Promise<void> | undefined

  const store: LiveList<LocalMessage> = liveList<LocalMessage>(chat, {
    room,
    read: page,
    applyEvent(was, told, me) {
      if (!('seq' in told) || told.seq <= from) return was
      const mover = 'member' in told ? told.member : 'memberCount' in told && told
      // What I may see may no longer be what it was.
      if (told.type === 'room.deleted' || (mover && mover.user.id === me)) {
        void store.begin()
        return all()
      }
      if (!('message' in told || mover)) return was
      const now = was.map((one) => (one.id ? renewed(one, told) : one))
      const isNew = told.type === 'message.created' && isInRoom(told.message)
      return (isNew ? put(now, sent(told.message)) : now).slice(-MOST)
    },
    // What was not sent is still mine to send.
    rest: (was) => was.filter(({ id }) => !id),
  })

  /** With the latest, or with those before a seq. */
  async function page(before?: number) {
    const { messages, seq } = await chat.call('messages.list', { room, before, limit: PAGE })
    hasOlder = messages.length === PAGE
    if (!before) from = seq
    return put(all(), ...messages.map(sent))
  }

  const sent = (message: Message): SentMessage => ({
    ...message,
    key: (message.sender.id === chat.user?.id && message.clientId) || message.id,
    local: { status: 'sent' },
  })

  const all = () => store.read().all
  const others = ({ key }: { readonly key: string }) =>
    all().filter((one) => one.id || one.key !== key)

  function post(one: Omit<Outgoing, 'local'>): void {
    store.set(put(all(), { ...one, local: { status: 'pending' } }))
    chat.call('messages.send', one.input).then(
      // What it was said long ago, for the first time, is not in these pages.
      (message) => store.set(message.seq > from ? put(all(), sent(message)) : others(one)),
      (error: ChatError) => store.set(put(all(), { ...one, local: { status: 'failed', error } })),
    )
  }

  return {
    ...store,
    hasOlder: () => hasOlder,
    actions: {
      /** Says it once, however often that is tried. What becomes of it stands in the messages. */
      send(text: string, more?: More): void {
        const key = newClientId()
        const input = { ...more, room, text, clientId: key }
        const createdAt = new Date().toISOString()
        post({ ...input, input, key, createdAt, sender: chat.user })
      },
      /** Tries once more what failed. */
      retry: post,
      /** Takes back what failed. */
      discard: (failed: Outgoing): void => store.set(others(failed)),
      /** The page before what is shown. */
      loadOlder(): Promise<void> | undefined {
        if (hasOlder)
          older ??= store.load(() => page(all()[0]?.seq)).finally(() => (older = undefined))
        return older
      },
    },
  }
}

/** Each once, in the order of the log: what was on its way has arrived. */
function put(was: readonly LocalMessage[], ...more: LocalMessage[]): readonly LocalMessage[] {
  const all = new Map(was.map((one) => [one.key, one]))
  for (const one of more) if (!all.get(one.key)?.id) all.set(one.key, one)
  // What has no seq yet comes after everything that has.
  return [...all.values()].sort(({ seq: a = 1e15 }, { seq: b = 1e15 }) => a - b)
}
