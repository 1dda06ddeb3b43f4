import { expect, test } from 'bun:test'
import { createChat, type Outbox, roomId } from '@parlance/sdk'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const socket = await ben.socket()
  const chat = createChat({ url: server.url, token: () => ana.token })
  await waitFor(() => chat.status.state === 'live')
  const heard = (type: string) => socket.frames.filter((frame) => frame.type === type)
  return {
    url: server.url,
    ana,
    chat,
    room: chat.room(roomId(room.id)),
    heard,
    [Symbol.asyncDispose]: async () => {
      chat.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('[CLI-9] of many keys the server is told once, and anew after one stopped', async () => {
  await using at = await setUp()
  for (let key = 0; key < 20; key++) await at.room.typing()
  await at.room.typing(false)
  await waitFor(() => at.heard('typing.stopped').length === 1)
  expect(at.heard('typing.started')).toHaveLength(1)
  // Too soon after the stop it is not said, and no error: the next key says it.
  await waitFor(async () => {
    await at.room.typing()
    return at.heard('typing.started').length === 2
  })
})

test('[CLI-9] reading on, in a moment, is told once, and as far as it went', async () => {
  await using at = await setUp()
  let seq = 0
  for (let n = 0; n < 5; n++) seq = (await at.ana.send(at.room.id, `${n}`)).seq
  await Promise.all([seq - 3, seq, seq - 1].map((place) => at.room.read(place)))
  await waitFor(() => at.heard('receipt.read').length > 0)
  await at.ana.send(at.room.id, 'after it')
  await waitFor(() =>
    at.heard('message.created').some(({ message }) => message.text === 'after it'),
  )
  expect(at.heard('receipt.read').map(({ readSeq }) => readSeq)).toEqual([seq])
})

test('[CLI-9] what is aborted before it was sent is never sent', async () => {
  await using at = await setUp()
  at.chat.drop()
  const control = new AbortController()
  const room = at.room.id
  const given = at.chat.messages.send({ room, text: 'no' }, { signal: control.signal })
  const meant = at.chat.messages.send({ room, text: 'yes' })
  control.abort()
  expect(await given.catch(({ code }) => code)).toBe('aborted')
  await meant
  expect((await at.ana.history(room)).map(({ text }) => text)).toEqual(['yes'])
})

test('[RCT-10] an answer that comes before a message is kept leaves nothing in the outbox', async () => {
  await using at = await setUp()
  const done: string[] = []
  const answered = Promise.withResolvers<void>()
  const outbox: Outbox = {
    all: async () => [],
    add: async () => {
      await answered.promise
      done.push('added')
    },
    remove: async () => void done.push('removed'),
  }
  using chat = createChat({ url: at.url, token: () => at.ana.token, outbox })
  await chat.room(at.room.id).send('quick')
  answered.resolve()
  await waitFor(() => done.length === 2)
  expect(done).toEqual(['added', 'removed'])
})
