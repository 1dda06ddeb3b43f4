import { type Chat, ChatError, type Input } from '@parlance/sdk'
import { openDrafts } from '@parlance/sdk/drafts'
import { openOutbox } from '@parlance/sdk/outbox'
import type { Unsent } from '@parlance/sdk/react/window'

const opened = new WeakMap<Chat, Unsent>()

/** What the user of a chat has not sent. It is opened before any room is shown. */
export function unsentOf(chat: Chat): Unsent {
  const unsent = opened.get(chat)
  if (unsent === undefined) throw new Error('what is not sent was not opened')
  return unsent
}

/** The drafts and the outbox of a user, which the browser keeps. Closed with the chat. */
export function openUnsent(chat: Chat, user: string): Unsent {
  const unsent = opened.get(chat) ?? {
    outbox: openOutbox(chat, { name: user, send: (input) => send(chat, user, input) }),
    drafts: openDrafts({ name: user }),
  }
  if (!opened.has(chat)) {
    opened.set(chat, unsent)
    chat.onStatus(({ state }) => {
      if (state !== 'closed') return
      unsent.outbox.close()
      unsent.drafts.close()
    })
  }
  return unsent
}

async function send(chat: Chat, user: string, input: Input<'messages.send'>) {
  // In another tab another user can have signed in, whose cookies this tab then sends.
  await whenLive(chat)
  if (chat.user?.id !== user) throw new ChatError('disconnected')
  try {
    return await chat.call('messages.send', input)
  } catch (error) {
    if (!(error instanceof ChatError) || error.code !== 'forbidden') throw error
    // In the lobby, waiting messages can be sent before the page has joined it again, and are then refused.
    if ((await chat.lobby.get()).room !== input.room) throw error
    await chat.members.join({ room: input.room })
    return chat.call('messages.send', input)
  }
}

/** Resolves at once if the chat is live, and also when it is closed. */
function whenLive(chat: Chat): Promise<void> {
  if (chat.status.state === 'live') return Promise.resolve()
  return new Promise((resolve) => {
    const end = chat.onStatus(({ state }) => {
      if (state !== 'live' && state !== 'closed') return
      end()
      resolve()
    })
  })
}
