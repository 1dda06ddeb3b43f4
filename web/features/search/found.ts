import { type Chat, ChatError, type SearchHit } from '@parlance/sdk'
import { refusalOf } from '../../lib/refusal.ts'
import { createStore } from '../../lib/store.ts'

export type Found = {
  readonly hits: readonly SearchHit[]
  readonly isLoading: boolean
  /** The place of the next page. */
  readonly next: string | undefined
  readonly refusal: string | undefined
}

/** The answers to the last queries, so that Back from a message shows the same hits at the same place. */
const MOST_KEPT = 5
const kept = new WeakMap<Chat, Map<string, ReturnType<typeof openFound>>>()

/** The answer to a query, which is read at its first use. `order`: the newest or the best hits first. */
export function foundBy(chat: Chat, q: string, order: 'date' | 'rank') {
  const ofChat = kept.get(chat) ?? new Map<string, ReturnType<typeof openFound>>()
  kept.set(chat, ofChat)
  const key = `${order} ${q}`
  const found = ofChat.get(key) ?? openFound(chat, q, order)
  ofChat.delete(key)
  ofChat.set(key, found)
  for (const old of [...ofChat.keys()].slice(0, -MOST_KEPT)) ofChat.delete(old)
  return found
}

/** Forgets an answer, so that the same query asks again. */
export const forget = (chat: Chat, q: string): void => {
  for (const order of ['date', 'rank']) kept.get(chat)?.delete(`${order} ${q}`)
}

function openFound(chat: Chat, q: string, order: 'date' | 'rank') {
  const store = createStore<Found>({
    hits: [],
    isLoading: false,
    next: undefined,
    refusal: undefined,
  })

  async function load(after?: string): Promise<void> {
    store.change({ isLoading: true, refusal: undefined })
    try {
      const { found, next } = await chat.messages.search({ q, order, after })
      store.change({ hits: [...store.read().hits, ...found], next, isLoading: false })
      // A page can be empty although there are more hits.
      if (found.length === 0 && next !== undefined) await load(next)
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      store.change({ isLoading: false, refusal: refusalOf(error) })
    }
  }
  void load()
  return { read: store.read, watch: store.watch, load, scrollTop: 0 }
}
