import type { Outbox } from './options.ts'

/** Storage for the inputs of messages by their `clientId`, in the order in which they were added. It can reject. */
export type OutboxStorage = {
  readonly all: () => Promise<readonly object[]>
  readonly add: (clientId: string, input: object) => Promise<void>
  readonly remove: (clientId: string) => Promise<void>
}

/** An outbox on a storage of the app. */
export function outboxOn(storage: OutboxStorage): Outbox {
  let failed: (cause: unknown) => void
  return {
    async open(send, onFailure) {
      failed = onFailure
      // The callers of these sends ended with the app, so nobody handles their errors.
      for (const input of (await storage.all().catch(failed)) ?? [])
        send(input).catch(() => undefined)
    },
    /** Keeps the message until the server answers, also with a refusal. Without an answer the message stays. */
    sent({ clientId, ...input }, answer) {
      const added = storage.add(clientId, { clientId, ...input }).catch(failed)
      // The answer can arrive before the message is stored.
      const done = () => added.then(() => storage.remove(clientId)).catch(failed)
      answer.then(done, ({ code }) => {
        if (code !== 'disconnected') void done()
      })
    },
  }
}

/**
 * Keeps unanswered messages in the browser's IndexedDB: `createChat({ url, token, outbox: outbox(userId) })`. Use
 * another `name` for each user, so that no user sends the messages of another one. Without IndexedDB the messages are
 * kept in memory. If the storage is full or forbidden, the chat continues without it and reports `storage` to
 * `onError`.
 */
export const outbox = (name: string): Outbox => outboxOn(storageOf(name))

/** The storage in the browser's IndexedDB. */
export function storageOf(name: string): OutboxStorage {
  if (globalThis.indexedDB === undefined) return inMemory()
  let opened: Promise<IDBDatabase> | undefined

  function open(): Promise<IDBDatabase> {
    opened ??= openDatabase(`parlance ${name}`, () => (opened = undefined))
    return opened
  }

  /** Resolves when the transaction is on disk. */
  async function run<T>(
    mode: IDBTransactionMode,
    work: (kept: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const transaction = (await open()).transaction(KEPT, mode)
    const request = work(transaction.objectStore(KEPT))
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () =>
        reject(transaction.error ?? new Error('The browser did not store the message'))
    })
  }

  return {
    all: async () => (await run('readonly', (kept) => kept.getAll())).map(({ input }) => input),
    async add(clientId, input) {
      // A message that is sent again after a start keeps its position.
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

/** Ascending keys keep the messages in their order, independent of the clock. */
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
