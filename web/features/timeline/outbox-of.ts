import { type Chat, ChatError, type Input } from '@parlance/sdk'
import { type Outbox, openOutbox } from '@parlance/sdk/outbox'
import { inMemory } from '../../lib/in-memory.ts'

const outboxes = new WeakMap<Chat, Outbox>()

/** The messages of this tab that are not sent yet. They end with the page. */
export function outboxOf(chat: Chat): Outbox {
  const opened = outboxes.get(chat) ?? open(chat)
  outboxes.set(chat, opened)
  return opened
}

function open(chat: Chat): Outbox {
  const outbox = openOutbox(chat, { name: crypto.randomUUID(), storage: inMemory(), send })
  chat.onStatus(({ state }) => {
    if (state === 'closed') outbox.close()
  })
  return outbox

  /** In the lobby, waiting messages can be sent before the page has joined it again, and are then refused. */
  async function send(input: Input<'messages.send'>) {
    try {
      return await chat.call('messages.send', input)
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'forbidden') throw error
      if ((await chat.lobby.get()).room !== input.room) throw error
      await chat.members.join({ room: input.room })
      return chat.call('messages.send', input)
    }
  }
}
