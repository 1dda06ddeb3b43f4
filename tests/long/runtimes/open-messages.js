import { liveList } from '@parlance/sdk'

/** A room's latest messages, the oldest first, for any framework. */
export const openMessages = (chat, room) =>
  liveList(chat, {
    room,
    read: async () => (await chat.messages.list({ room })).messages,
    applyEvent: (messages, event) =>
      event.type === 'message.created' && messages.every(({ id }) => id !== event.message.id)
        ? [...messages, event.message]
        : messages,
  })
