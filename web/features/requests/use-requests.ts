import { type Chat, type ContactRequest, type LiveList, liveList } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useSyncExternalStore } from 'react'

const lists = new WeakMap<Chat, LiveList<ContactRequest>>()

/** The people who ask to talk to the user, the latest request first. */
export function useRequests(): readonly ContactRequest[] {
  const chat = useChat()
  const list = lists.get(chat) ?? open(chat)
  lists.set(chat, list)
  return useSyncExternalStore(list.subscribe, list.read).all
}

const open = (chat: Chat): LiveList<ContactRequest> =>
  liveList<ContactRequest>(chat, {
    read: async () => (await chat.requests.list()).requests,
    applyEvent(requests, event, me) {
      if (event.type === 'request.created')
        return event.request.user === me ? [event.request, ...requests] : requests
      if (!('request' in event) || !event.type.startsWith('request.')) return requests
      return requests.filter(({ id }) => id !== event.request)
    },
  })
