import {
  type Chat,
  ChatError,
  type EventOf,
  type Message,
  type MessageId,
  type RoomId,
  roomId,
  type Status,
} from '@parlance/sdk'
import { type Backend, createBackend } from '@parlance/sdk/server'

// What must compile, and what must not. Nothing here runs.

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const is = <_T extends true>(): void => undefined

export async function idsDoNotMix(chat: Chat, room: RoomId, message: MessageId): Promise<void> {
  chat.room(room)
  chat.room(roomId('room_01jd0000000000000000000000'))
  // @ts-expect-error: a message is no room
  chat.room(message)
  // @ts-expect-error: a word from outside is looked at first
  chat.room('room_01jd0000000000000000000000')
  // @ts-expect-error: nor the other way about
  await chat.room(room).edit(room, 'x')
}

export async function inputsAreStrict(chat: Chat, room: RoomId): Promise<void> {
  const sent = await chat.messages.send({ room, text: 'Hello', data: { deep: [1, { a: null }] } })
  is<Equal<typeof sent, Message>>()
  is<Equal<typeof sent.pinnedAt, string | undefined>>()
  // @ts-expect-error: nobody knows this field
  await chat.messages.send({ room, text: 'Hello', colour: 'red' })
  // @ts-expect-error: what is said is needed
  await chat.messages.send({ room })
  // @ts-expect-error: there is no such verb
  await chat.messages.shout({ room })
  // @ts-expect-error: nor such a command
  await chat.call('messages.shout', { room })
  // @ts-expect-error: what was said is not changed here
  sent.text = 'other'
  const { rooms, next } = await chat.rooms.list()
  is<Equal<typeof next, string | undefined>>()
  for (const one of rooms) if ('unread' in one) is<Equal<typeof one.unread, number>>()
}

export async function eventsAreKnownByTheirType(chat: Chat, room: RoomId): Promise<void> {
  chat.on('message.created', (event) => {
    is<Equal<typeof event, EventOf<'message.created'>>>()
    is<Equal<typeof event.message.text, string>>()
  })
  chat.room(room).on('typing.started', ({ until }) => void is<Equal<typeof until, string>>())
  // @ts-expect-error: nothing is called so
  chat.on('message.made', () => undefined)
  for await (const event of chat.room(room).events())
    switch (event.type) {
      case 'member.left':
        is<Equal<typeof event.memberCount, number>>()
        break
      case 'presence.changed':
        is<Equal<typeof event.state, 'online' | 'away' | 'offline'>>()
        // @ts-expect-error: what passes is in no log
        event.seq
        break
    }
}

export async function whatIsNewIsUnknown(chat: Chat): Promise<void> {
  for await (const event of chat.events())
    switch (event.type) {
      case 'message.created':
        is<Equal<typeof event.message, Message>>()
        break
    }
  chat.on('*', (told) => {
    const field: unknown = 'melody' in told ? told['melody'] : undefined
    return field
  })
}

export function statesSayWhatIsTrueInThem(status: Status): number {
  if (status.state === 'waiting') return status.retryInMs
  // @ts-expect-error: only what waits has it
  return status.retryInMs
}

export function errorsHaveCodes(error: unknown): boolean {
  if (!(error instanceof ChatError)) return false
  // @ts-expect-error: no refusal is called so
  if (error.code === 'nonsense') return false
  return error.code === 'forbidden' || error.code === 'disconnected'
}

export async function theBackendHasItsOwnCalls(chat: Chat, room: RoomId): Promise<void> {
  const backend: Backend = createBackend({ url: 'http://127.0.0.1:7999', key: 'secret' })
  await backend.rooms.list({ limit: 10 })
  await backend.batch({ mode: 'all', commands: [{ name: 'rooms.get', input: { room } }] })
  // @ts-expect-error: people have no such call
  await chat.users.delete({ user: 'x' })
}
