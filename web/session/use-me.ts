import { type Chat, type LiveList, liveList, type User } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useSyncExternalStore } from 'react'

const lists = new WeakMap<Chat, LiveList<User>>()

/** The own user as it is now: the role on the server can change while the page is open. Undefined until it was read. */
export function useMe(): User | undefined {
  const chat = useChat()
  const list = lists.get(chat) ?? open(chat)
  lists.set(chat, list)
  return useSyncExternalStore(list.subscribe, list.read, list.read).all[0]
}

const open = (chat: Chat): LiveList<User> =>
  liveList<User>(chat, {
    read: async () => [await chat.me.get()],
    applyEvent: (users, event) =>
      event.type === 'user.updated' && event.user.id === users[0]?.id ? [event.user] : users,
  })
