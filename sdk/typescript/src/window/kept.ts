/** Storage for values by their key. Every method can reject. */
export type KeyedStorage = {
  readonly all: () => Promise<readonly unknown[]>
  readonly set: (key: string, value: unknown) => Promise<void>
  readonly remove: (key: string) => Promise<void>
}
/** `memory`: the storage is forbidden or full, so the values end with the page. */
export type StorageState = 'loading' | 'kept' | 'memory'

const STORES = ['outbox', 'drafts', 'pages'] as const
/** Increases with every new store. */
const VERSION = 2

/** A store in the browser's IndexedDB; without IndexedDB every call rejects. `name`: of the user. */
export function keyedStorage(
  name: string,
  store: (typeof STORES)[number],
): KeyedStorage & { readonly get: (key: string) => Promise<unknown> } {
  let opened: Promise<IDBDatabase> | undefined

  async function run<T>(
    mode: IDBTransactionMode,
    work: (values: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    opened ??= openDatabase(databaseOf(name), () => (opened = undefined))
    const transaction = (await opened).transaction(store, mode)
    const request = work(transaction.objectStore(store))
    // Without it the browser commits only after the answer, and a tab that ends before that stores nothing.
    transaction.commit()
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () =>
        reject(transaction.error ?? new Error('The browser stored nothing'))
    })
  }

  return {
    all: () => run('readonly', (values) => values.getAll()),
    get: (key) => run('readonly', (values) => values.get(key)),
    set: async (key, value) => void (await run('readwrite', (values) => values.put(value, key))),
    remove: async (key) => void (await run('readwrite', (values) => values.delete(key))),
  }
}

/** Deletes everything that is kept for a user in this browser, after the user signed out. */
export function forgetKept(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (globalThis.indexedDB === undefined) return resolve()
    const request = indexedDB.deleteDatabase(databaseOf(name))
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}

const databaseOf = (name: string) => `parlance window ${name}`

function openDatabase(name: string, closed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      // The next call tries again.
      closed()
      reject(error)
    }
    if (globalThis.indexedDB === undefined) return fail(new Error('No IndexedDB'))
    try {
      const request = indexedDB.open(name, VERSION)
      request.onupgradeneeded = () => {
        const { objectStoreNames } = request.result
        for (const store of STORES)
          if (!objectStoreNames.contains(store)) request.result.createObjectStore(store)
      }
      request.onsuccess = () => {
        const database = request.result
        database.onclose = closed
        // Another tab signs the user out, and deletes the database.
        database.onversionchange = () => {
          database.close()
          closed()
        }
        resolve(database)
      }
      request.onerror = () => fail(request.error)
    } catch (error) {
      // Some browsers throw where storage is forbidden.
      fail(error)
    }
  })
}

/** A storage with its state. Nothing that it returns rejects: without a storage the values are in memory only. */
export function keeping(storage: KeyedStorage, onState: (state: StorageState) => void) {
  const done = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.then(
      (result) => {
        onState('kept')
        return result
      },
      () => {
        onState('memory')
        return undefined
      },
    )
  type Writing = { next: { readonly value: unknown } | undefined; stored: Promise<void> }
  /** The keys that are being written, each with the latest value to write after that. */
  const writing = new Map<string, Writing>()

  function write(key: string, value: unknown): Promise<void> {
    const current = writing.get(key) ?? { next: undefined, stored: Promise.resolve() }
    current.next = { value }
    if (!writing.has(key)) {
      writing.set(key, current)
      current.stored = drain(key, current)
    }
    return current.stored
  }

  async function drain(key: string, current: Writing): Promise<void> {
    for (let next = current.next; next; next = current.next) {
      current.next = undefined
      await done(next.value === undefined ? storage.remove(key) : storage.set(key, next.value))
    }
    writing.delete(key)
  }

  return {
    all: async (): Promise<readonly unknown[]> => (await done(storage.all())) ?? [],
    /** Stores the latest value of a key; `undefined` removes it. Resolves when that is stored, or cannot be. */
    write,
  }
}

/** Messages between the tabs of one user. They go nowhere where the runtime has no BroadcastChannel. */
export function tabsOf<T>(name: string, receive: (message: T) => void) {
  if (globalThis.BroadcastChannel === undefined)
    return { send: (_: T) => false, close: () => undefined }
  const channel = new BroadcastChannel(`parlance ${name}`)
  channel.onmessage = ({ data }: { data: T }) => receive(data)
  let isOpen = true
  return {
    // What is written after the close is still kept, and the other tabs read it later.
    send: (message: T) => isOpen && channel.postMessage(message),
    close() {
      isOpen = false
      channel.close()
    },
  }
}
