import type { Chat } from '../chat.ts'
import type { ChatError } from '../error.ts'
import type { Message, MessageId, ReceivedEvent, RoomId } from '../protocol.ts'
import { type Change, keyOf, type PendingChange } from './change.ts'
import { type Observable, observable } from './observable.ts'

export type PendingChanges = Observable<ReadonlyMap<MessageId, readonly PendingChange[]>> & {
  /** Shows the change at once and sends it. Replaces a pending change of the same thing. */
  readonly make: (change: Change) => void
  /** Sends a refused change again. */
  readonly retry: (key: string) => void
  /** Removes a refused change. */
  readonly discard: (key: string) => void
}

const opened = new WeakMap<object, PendingChanges & Facts>()
type Facts = { readonly onFact: (onFact: (message: Message) => void) => () => void }

/** The pending changes of a room's messages. Every caller of the same chat and room has the same ones. */
export function pendingChanges(chat: Chat, room: RoomId): PendingChanges & Facts {
  const key = chat.room(room)
  const changes = opened.get(key) ?? openChanges(chat, room)
  opened.set(key, changes)
  return changes
}

function openChanges(chat: Chat, room: RoomId): PendingChanges & Facts {
  const pending = new Map<string, PendingChange>()
  const state = observable<ReadonlyMap<MessageId, readonly PendingChange[]>>(new Map())
  const factListeners = new Set<(message: Message) => void>()

  let subscribers = 0
  let endOfEvents: () => unknown = () => undefined

  function subscribe(onChange: () => void): () => void {
    const unsubscribe = state.subscribe(onChange)
    if (subscribers++ === 0) endOfEvents = chat.on('*', (event) => receive(event as ReceivedEvent))
    return () => {
      unsubscribe()
      if (--subscribers === 0) endOfEvents()
    }
  }

  function receive(event: ReceivedEvent): void {
    if (event.log !== room || !('seq' in event)) return
    if (event.type === 'reaction.added' || event.type === 'reaction.removed') {
      if (event.user.id === chat.user?.id) dropFailed(`reaction ${event.message.id} ${event.emoji}`)
      return
    }
    if (!('message' in event)) return
    const { id } = event.message
    if (event.type === 'message.updated') dropFailed(`text ${id}`)
    if (event.type === 'message.pinned' || event.type === 'message.unpinned')
      dropFailed(`pin ${id}`)
    if (event.type === 'message.deleted')
      for (const { key, change } of [...pending.values()])
        if (change.message === id) dropFailed(key)
  }

  function dropFailed(key: string): void {
    if (pending.get(key)?.state === 'failed') remove(key)
  }

  function set(one: PendingChange): void {
    pending.set(one.key, one)
    publish(one.change.message)
  }
  function remove(key: string): void {
    const one = pending.get(key)
    pending.delete(key)
    if (one) publish(one.change.message)
  }
  function publish(message: MessageId): void {
    const of = [...pending.values()].filter(({ change }) => change.message === message)
    const next = new Map(state.read())
    if (of.length) next.set(message, of)
    else next.delete(message)
    state.set(next)
  }

  async function make(change: Change): Promise<void> {
    const key = keyOf(change)
    const at = new Date().toISOString()
    set({ key, change, at, state: 'sending' })
    /** A later change of the same thing has replaced this one. */
    const isReplaced = () => pending.get(key)?.change !== change
    try {
      const message = (await send(chat, room, change)) ?? (await current(change))
      if (isReplaced()) return
      if (message) for (const onFact of factListeners) onFact(message)
      remove(key)
    } catch (error) {
      const one = pending.get(key)
      if (one && !isReplaced()) set({ ...one, state: 'failed', error: error as ChatError })
    }
  }

  /** The message after a command whose answer does not contain it. */
  const current = ({ message }: Change) =>
    chat.call('messages.get', { room, message }).catch(() => undefined)

  return {
    read: state.read,
    subscribe,
    make: (change) => void make(change),
    retry(key) {
      const one = pending.get(key)
      if (one?.state === 'failed') void make({ ...one.change })
    },
    discard: dropFailed,
    onFact(onFact) {
      factListeners.add(onFact)
      return () => factListeners.delete(onFact)
    },
  }
}

/** Resolves with the changed message, where the answer contains it. */
async function send(chat: Chat, room: RoomId, change: Change): Promise<Message | undefined> {
  const of = { room, message: change.message }
  switch (change.kind) {
    case 'text':
      return chat.call('messages.update', { ...of, text: change.text })
    case 'reaction': {
      const input = { ...of, emoji: change.emoji }
      if (change.isOn) return chat.call('reactions.add', input)
      await chat.call('reactions.remove', input)
      return undefined
    }
    case 'pin':
      if (change.isOn) return chat.call('pins.add', of)
      await chat.call('pins.remove', of)
      return undefined
    case 'deletion':
      if (!change.isOn) return chat.call('messages.restore', of)
      await chat.call('messages.delete', of)
      return undefined
  }
}
