import type { Outbox } from './chat.ts'

/** Where messages lie by their `clientId`, in the order in which they were added. It may reject. */
export type OutboxStorage = {
  readonly all: () => Promise<readonly object[]>
  readonly add: (clientId: string, input: object) => Promise<void>
  readonly remove: (clientId: string) => Promise<void>
}

/** The outbox on a shelf of your own. */
export function outboxOn(shelf: OutboxStorage): Outbox {
  let failed: (cause: unknown) => void
  return {
    async open(send, onFailure) {
      failed = onFailure
      // Who asked for it has been told, before the app was closed.
      for (const input of (await shelf.all().catch(failed)) ?? [])
        send(input).catch(() => undefined)
    },
    /** Kept until it is answered, with yes or no; what the app's end left open stays. */
    sent({ clientId, ...input }, answer) {
      const added = shelf.add(clientId, { clientId, ...input }).catch(failed)
      // The answer may come before it is kept.
      const done = () => added.then(() => shelf.remove(clientId)).catch(failed)
      answer.then(done, ({ code }) => {
        if (code !== 'disconnected') void done()
      })
    },
  }
}

/**
 * What was said and not answered, kept in the browser: `createChat({ url, token, outbox: outbox(userId) })`.
 * A name for each user, so that nobody says what another wrote. Where there is no IndexedDB it is kept in
 * memory; where it is full or forbidden the chat goes on without, and says `storage` at `onError`.
 */
export const outbox = (name: string): Outbox => outboxOn(storageOf(name))

/** The shelf in the browser's IndexedDB. */
export function storageOf(name: string): OutboxStorage {
  if (globalThis.indexedDB === undefined) return inMemory()
  let opened: Promise<IDBDatabase> | undefined

  function open(): Promise<IDBDatabase> {
    opened ??= openDatabase(`parlance ${name}`, () => (opened = undefined))
    return opened
  }

  /** All of it is on disk, or none. */
  async function run<T>(
    mode: IDBTransactionMode,
    work: (kept: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const transaction = (await open()).transaction(KEPT, mode)
    const request = work(transaction.objectStore(KEPT))
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error ?? new Error('It could not be kept'))
    })
  }

  return {
    all: async () => (await run('readonly', (kept) => kept.getAll())).map(({ input }) => input),
    async add(clientId, input) {
      // What is said again after a start keeps its place.
      const isKept = await run('readonly', (kept) => kept.index(BY_CLIENT_ID).getKey(clientId))
      if (isKept === undefined) await run('readwrite', (kept) => kept.add({ clientId, input }))
    },
    async remove(clientId) {
      await run('readwrite', (kept) => {
        const found = kept.index(BY_CLIENT_ID).getKey(clientId)
        found.onsuccess = () => {
          if (found.result !== undefined) kept.delete(found.result)
        }
        return found
      })
    },
  }
}

const KEPT = 'kept'
const BY_CLIENT_ID = 'clientId'

/** Keys that count up keep what was said in its order, whatever the clock does. */
function openDatabase(name: string, closed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () =>
      request.result
        .createObjectStore(KEPT, { autoIncrement: true })
        .createIndex(BY_CLIENT_ID, BY_CLIENT_ID, { unique: true })
    request.onsuccess = () => {
      request.result.onclose = closed
      resolve(request.result)
    }
    request.onerror = () => {
      // The next message tries again.
      closed()
      reject(request.error)
    }
  })
}

function inMemory(): OutboxStorage {
  const kept = new Map<string, object>()
  return {
    all: async () => [...kept.values()],
    add: async (clientId, input) => void kept.set(clientId, input),
    remove: async (clientId) => void kept.delete(clientId),
  }
}
