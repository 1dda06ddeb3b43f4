import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'

type Page<T> = { readonly items: readonly T[]; readonly next?: string | undefined }
export type Pages<T> = LiveList<T> & {
  readonly hasMore: () => boolean
  /** Reads one more page. */
  readonly loadMore: () => Promise<void>
}

/**
 * A list of staff, in pages. Its events say only that something has changed: then the pages that were read are read
 * again. `type`: the beginning of the types of these events.
 */
export function openPages<T>(
  chat: Chat,
  type: 'report.' | 'sanction.',
  page: (after: string | undefined) => Promise<Page<T>>,
): Pages<T> {
  let count = 1
  let next: string | undefined

  async function read(): Promise<readonly T[]> {
    const all: T[] = []
    next = undefined
    for (let n = 0; n < count; n++) {
      const answer: Page<T> = await page(next)
      all.push(...answer.items)
      next = answer.next
      if (next === undefined) break
    }
    return all
  }

  const list = liveList<T>(chat, {
    read,
    applyEvent(items, event) {
      if (event.type.startsWith(type)) void list.load(read)
      return items
    },
  })
  return {
    ...list,
    hasMore: () => next !== undefined,
    async loadMore() {
      if (next === undefined) return
      count++
      await list.load(read)
    },
  }
}
