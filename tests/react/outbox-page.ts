import { type ChatError, createChat, roomId } from '@parlance/sdk'
import { outboxOn, storageOf } from '@parlance/sdk/store'

// One user's page, that the test opens, closes and opens again.

declare global {
  var errors: string[]
  var come: (token: string, name: string) => Promise<void>
  var say: (room: string, text: string) => void
  var kept: () => Promise<string[]>
  var forbid: () => void
}

globalThis.errors = []
globalThis.come = (token, name) => {
  const shelf = storageOf(name)
  const chat = createChat({ url: location.origin, token: () => token, outbox: outboxOn(shelf) })
  chat.onError((error: ChatError) => errors.push(error.code))
  globalThis.say = (room, text) =>
    void chat
      .room(roomId(room))
      .send(text)
      .catch(() => undefined)
  globalThis.kept = async () =>
    (await shelf.all()).map((input) => ('text' in input ? String(input.text) : ''))
  return new Promise((live) => chat.onStatus(({ state }) => state === 'live' && live()))
}
/** As where the disk is full. */
globalThis.forbid = () => {
  IDBObjectStore.prototype.add = () => {
    throw new DOMException('The quota has been exceeded', 'QuotaExceededError')
  }
}
